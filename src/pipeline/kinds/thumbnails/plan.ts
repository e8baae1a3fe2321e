import { encoderFor } from '../../ffmpeg/encoders';
import type { Encoders } from '../../ffmpeg/encoders';
import { FILE_TYPES } from '../../media/formats';
import type { ImageFormat } from '../../media/formats';
import type { Quality } from '../../media/quality';
import type { Cost } from '../../plan/cost';
import { decoding } from '../../plan/decoding';
import type { EditedPicture } from '../../plan/edits';
import { frameAt, gridOf } from '../../plan/frameGrid';
import type { Shape } from '../../plan/geometry';
import type { Imported } from '../../plan/imported';
import { LAST_FRAME_STAYS } from '../../plan/heldPicture';
import { asRecorded } from '../../plan/reading';
import { preroll, seekTo } from '../../plan/timeRange';
import type { Plan, Step } from '../../plan/types';
import { pictureFilters } from '../../plan/videoFilters';
import type { Batch } from './batches';
import type { Layout } from './layout';

/** What all pictures of a job have in common. */
export interface PictureUse {
  imported: Imported;
  picture: EditedPicture;
  shape: Shape;
  format: ImageFormat;
  quality: Quality;
  background: string | null;
  encoders: Encoders;
}

/** The job's own cost is reckoned as a whole. */
const NOTHING: Cost = { seconds: 0, soundBytes: 0, pixels: 0, framePixels: 0, bytes: 0 };

const five = (number: number): string => String(number).padStart(5, '0');
/** A frame on its way into its format, or into the sprite. */
const frameFile = (number: number): string => `media-jobs-frame-${five(number)}.png`;
const ALL_FRAMES = 'media-jobs-frame-%05d.png';
/** A sprite on its way into its format. */
const SHEET = 'media-jobs-sprite.png';

const extensionOf = (format: ImageFormat): string => FILE_TYPES[format].extensions[0];
/** @param number from 1 */
export const pictureFile = (number: number, format: ImageFormat): string =>
  `thumbnail-${String(number).padStart(3, '0')}.${extensionOf(format)}`;
export const spriteFile = (format: ImageFormat): string => `thumbnails.${extensionOf(format)}`;

/** Pictures, each a file. */
export function planPictures(batch: Batch, use: PictureUse): Plan {
  const { shape, format, quality } = use;
  const numbers = numbersOf(batch);
  return {
    ...planFrames(batch, use),
    steps: [
      takeFrames(batch, use),
      ...numbers.map((number) => render(frameFile(number), pictureFile(number, format), { format, quality })),
    ],
    outputs: numbers.map((number) => ({
      file: pictureFile(number, format),
      format,
      mime: FILE_TYPES[format].mime,
      width: shape.width,
      height: shape.height,
    })),
    passing: numbers.map(frameFile),
  };
}

/** Frames that become part of a sprite. */
export function planFrames(batch: Batch, use: PictureUse): Plan {
  const [from, to] = [batch.moments[0]?.time ?? 0, batch.moments.at(-1)?.time ?? 0];
  return {
    steps: [takeFrames(batch, use)],
    outputs: numbersOf(batch).map((number) => ({
      file: frameFile(number),
      format: 'png',
      mime: FILE_TYPES.png.mime,
      width: use.shape.width,
      height: use.shape.height,
    })),
    reads: [asRecorded(from, to > from ? to - from : null)],
    passing: [],
    finish: [],
    warnings: [],
    cost: NOTHING,
  };
}

/** The frames in rows and columns, as one picture. */
export function planSprite(count: number, { columns, rows, width, height }: Layout, use: PictureUse): Plan {
  const { format, quality, encoders } = use;
  const argv = [
    '-y',
    '-protocol_whitelist',
    'file',
    '-f',
    'image2',
    '-start_number',
    '1',
    '-i',
    `file:${ALL_FRAMES}`,
    '-vf',
    `tile=${columns}x${rows}:nb_frames=${count}`,
    ...asPng(encoders, 1),
    '-update',
    '1',
    `file:${SHEET}`,
  ];
  const file = spriteFile(format);
  return {
    steps: [{ tool: 'ffmpeg', argv, seconds: null }, render(SHEET, file, { format, quality })],
    outputs: [{ file, format, mime: FILE_TYPES[format].mime, width, height }],
    reads: [asRecorded(0, null)],
    passing: [SHEET, ...Array.from({ length: count }, (_, index) => frameFile(index + 1))],
    finish: [],
    warnings: [],
    cost: NOTHING,
  };
}

const numbersOf = ({ moments, first }: Batch): number[] => moments.map((_, index) => first + index + 1);

/** One run from the first moment to the last one. Frames are chosen by their numbers at a constant rate, then numbered anew. */
function takeFrames({ moments, first }: Batch, { imported, picture, shape, ...use }: PictureUse): Step {
  const { source, input } = imported;
  const { fps, frameRate } = gridOf(source, picture);
  const begin = frameAt(moments[0]?.time ?? 0, fps);
  const chosen = moments.map(({ time }) => `eq(n,${frameAt(time, fps) - begin})`);
  const keepsAlpha = picture.hasAlpha && use.format !== 'jpeg';
  const graph = [
    LAST_FRAME_STAYS,
    ...(picture.interlaced ? ['bwdif=mode=send_frame:deint=all'] : []),
    `fps=fps=${frameRate}:start_time=0`,
    `select='${chosen.join('+')}'`,
    pictureFilters({ ...picture, interlaced: false }, shape, {
      frameRate: null,
      background: use.background,
      pixelFormat: keepsAlpha ? 'rgba' : 'rgb24',
    }),
    `settb=expr=1/(${frameRate})`,
    'setpts=N',
  ];
  const argv = [
    '-y',
    ...(begin > 0 ? seekTo(begin / fps, preroll(source, begin / fps)) : []),
    ...decoding(picture, use.encoders),
    ...input,
    '-map',
    `0:${picture.index}`,
    '-vf',
    graph.join(','),
    ...asPng(use.encoders, moments.length),
    '-start_number',
    `${first + 1}`,
    `file:${ALL_FRAMES}`,
  ];
  return { tool: 'ffmpeg', argv, seconds: moments.length / fps };
}

const asPng = (encoders: Encoders, frames: number): string[] => [
  '-frames:v',
  `${frames}`,
  '-c:v',
  encoderFor('png', encoders),
  '-compression_level',
  '1',
  '-f',
  'image2',
];

const render = (input: string, output: string, made: { format: ImageFormat; quality: Quality }): Step => ({
  tool: 'sharp',
  operation: { do: 'render', input, output, crop: null, scale: null, under: null, bars: null, ...made },
});
