import type { Encoders } from '../../ffmpeg/encoders';
import type { VideoCodec } from '../../media/formats';
import { colorArgs } from '../colors';
import { NO_TAGS } from '../tags';
import type { Plan } from '../types';
import { videoEncoderArgs } from '../videoEncoder';
import type { Rate } from '../videoEncoder';
import type { Canvas } from './canvas';
import { lengthOf } from './span';
import type { Chunk } from './chunks';
import type { Frames } from './span';

/** How the pictures of all chunks are encoded. */
export interface ChunkEncoding {
  canvas: Canvas;
  codec: VideoCodec;
  rate: Rate;
  /** Filters that the frames of a chunk go through at last: what is drawn over them, and fades. */
  over: (frames: Frames) => string[];
  /** Whether pictures are stored in the order in which they are shown: see `storesInOrder`. */
  inOrder: boolean;
  encoders: Encoders;
}

/** Frames from which on encoders store them in another order than they are shown. */
const REORDERED = 3;

/**
 * Pure: whether the pictures of all chunks are stored in the order in which they are shown. A file begins to decode before it is shown by as much as its first chunk does, and
 * one of so few frames does not: what follows would be stored too late, and the file said to be shorter than it is.
 */
export const storesInOrder = ([first]: readonly Pick<Chunk, 'frames'>[]): boolean =>
  first !== undefined && lengthOf(first.frames) < REORDERED;

/** Pure: output arguments of the picture of a chunk, after its filters: so many frames, whatever its own streams have. @throws encoder_missing */
export const pictureArgs = (
  { frames, files }: Chunk,
  { codec, rate, encoders, inOrder, canvas }: ChunkEncoding,
): string[] => [
  ...videoEncoderArgs(codec, rate, encoders, { inOrder }),
  ...colorArgs(canvas.colors),
  ...['-frames:v', `${lengthOf(frames)}`, ...NO_TAGS, '-f', 'mp4', `file:${files.picture}`],
];

/** Pure: the picture of a chunk as what its plan makes. */
export const pictureFile = (
  { files }: Chunk,
  { codec, canvas: { width, height } }: ChunkEncoding,
): Plan['outputs'][number] => ({
  file: files.picture,
  format: 'mp4',
  mime: 'video/mp4',
  width,
  height,
  videoCodec: codec,
});
