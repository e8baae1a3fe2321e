import { z } from 'zod/v4';
import { choice, format, maxBytes, picture, quality, refuseShape, start } from '../fields';
import { edits } from '../editFields';
import type { ValueLabel } from '../fields';
import type { ImageFormat } from '../../media/formats';
import type { MediaInfo } from '../../media/mediaInfo';
import { MAX_IMAGE_SIDE } from '../../media/frame';

const FORMATS: Record<ImageFormat, ValueLabel> = {
  jpeg: { name: 'JPEG', description: 'For photographs; keeps no transparency' },
  png: { name: 'PNG', description: 'Without loss, with transparency; large for photographs' },
  webp: { name: 'WebP', description: 'Smaller than JPEG and PNG, with transparency' },
  avif: { name: 'AVIF', description: 'The smallest files; slower to make' },
};

const FRAMES: Record<'first' | 'best', ValueLabel> = {
  first: { name: 'First', description: 'The picture that the video begins with' },
  best: { name: 'Best', description: 'A sharp picture of the beginning that is not all but black or of one colour' },
};

export const imageSchema = z
  .strictObject({
    format: format(FORMATS, 'Format of the result. Unset: jpeg, or png where the source has transparency.').optional(),
    quality: quality().optional(),
    max_bytes: maxBytes().optional(),
    ...picture(MAX_IMAGE_SIDE),
    ...edits(),
    frame: choice(FRAMES, 'Which frame of a video is taken where no start is set. Unset: the first one.', {
      label: 'Frame',
      group: 'common',
      ordered: true,
    }).optional(),
    start: start('Seconds into a video at which the frame is taken. Unset: the first frame.').optional(),
  })
  .check(refuseShape, ({ value: { frame, start: moment }, issues }) => {
    if (frame !== undefined && moment !== undefined)
      issues.push({ code: 'custom', path: ['frame'], message: 'only goes without "start"', input: frame });
  });

export type ImageOptions = z.infer<typeof imageSchema>;

/** Whether the picture that a source begins with is asked for. */
export const takesFirst = ({ start: moment, frame }: ImageOptions): boolean => !moment && frame !== 'best';

/** The format of the result: as asked, and otherwise one that keeps what is transparent. null: only the source tells. */
export function imageFormat(
  { format, background }: ImageOptions,
  source: Pick<MediaInfo, 'video' | 'cover'> | null,
): ImageFormat | null {
  if (format !== undefined || source === null) return format ?? null;
  const transparent = (source.video ?? source.cover)?.hasAlpha === true && background === undefined;
  return transparent ? 'png' : 'jpeg';
}
