import { z } from 'zod/v4';
import {
  audioTrack,
  bitrate,
  codec,
  format,
  fps,
  maxBytes,
  picture,
  played,
  quality,
  refuseShape,
  refuseEmptyRange,
  refuseTwoSizes,
} from '../fields';
import { captions, refuseUnseen } from '../captionFields';
import { edits } from '../editFields';
import type { ValueLabel } from '../fields';
import { refuseSilenced, soundBesidePicture } from '../soundFields';
import { refuseWithoutTransition, transitions } from '../joinFields';
import { refuseUnheard, soundtrack } from '../mixFields';
import { CODECS_OF, VIDEO_FORMATS } from '../../media/formats';
import type { VideoCodec, VideoFormat } from '../../media/formats';

const FORMATS: Record<VideoFormat, ValueLabel> = {
  mp4: { name: 'MP4', description: 'Plays almost everywhere' },
  webm: { name: 'WebM', description: 'For web pages' },
  mov: { name: 'MOV', description: 'For Apple devices and editing programs' },
};

export const videoSchema = z
  .strictObject({
    format: format(FORMATS, 'Container of the result. Unset: mp4.').optional(),
    codec: codec().optional(),
    quality: quality().optional(),
    max_bytes: maxBytes().optional(),
    ...picture(),
    ...edits(),
    fps: fps('as the source').optional(),
    bitrate: bitrate(300_000, 60_000_000, 'as quality asks', { placeholder: '2500000', group: 'advanced' }).optional(),
    audio_track: audioTrack().optional(),
    ...played(),
    ...soundBesidePicture(),
    ...soundtrack(),
    ...transitions(),
    ...captions(),
  })
  .check(
    refuseShape,
    refuseEmptyRange,
    refuseTwoSizes,
    refuseSilenced,
    refuseUnheard,
    refuseWithoutTransition,
    refuseUnseen,
    ({ value: { format: container, codec: asked }, issues }) => {
      if (asked !== undefined && container !== undefined && !CODECS_OF[container].includes(asked)) {
        issues.push({
          code: 'custom',
          path: ['codec'],
          message: `cannot be ${asked} in ${container}, which holds ${CODECS_OF[container].join(', ')}`,
          input: asked,
        });
      }
    },
  );

export type VideoOptions = z.infer<typeof videoSchema>;

/** Format and codec with the defaults filled in. A codec given alone that mp4 cannot hold brings its own format. */
export function videoTarget(options: Pick<VideoOptions, 'format' | 'codec'>): {
  format: VideoFormat;
  codec: VideoCodec;
} {
  const { codec: asked } = options;
  const chosen =
    options.format ??
    (asked === undefined ? 'mp4' : (VIDEO_FORMATS.find((name) => CODECS_OF[name].includes(asked)) ?? 'mp4'));
  return { format: chosen, codec: asked ?? CODECS_OF[chosen][0] };
}
