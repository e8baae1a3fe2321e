import type { Cost } from '../../plan/cost';
import type { Batch } from './batches';
import type { Moment } from './moments';
import type { Layout } from './layout';
import type { PictureUse } from './plan';

/** Seconds that are decoded before a frame, at the most of what is usual: encoders put keyframes 10 s from each other. */
const BEFORE = 10;
/** Bytes of a pixel without loss, and at the most where it is compressed. */
const [LOSSLESS, LOSSY] = [4, 1];

/** Pure: what thumbnails cost together. */
export function thumbnailsCost(
  batches: readonly Batch[],
  sprite: Layout | null,
  { picture, shape, format }: PictureUse,
): Cost {
  const framePixels = shape.width * shape.height;
  const all = batches.flatMap(({ moments }) => moments);
  const seconds = Math.min(
    batches.reduce((sum, { moments }) => sum + lengthOf(moments) + BEFORE, 0),
    lengthOf(all) + BEFORE,
  );
  const decoded = picture.codedWidth * picture.codedHeight * picture.fps * seconds;
  const made = sprite === null ? all.length * framePixels : sprite.width * sprite.height;
  return {
    seconds,
    soundBytes: 0,
    pixels: Math.ceil(Math.max(decoded, made)),
    framePixels: sprite === null ? framePixels : made,
    // The frames of a sprite lie beside it until it is there.
    bytes: made * (format === 'png' ? LOSSLESS : LOSSY) + (sprite === null ? 0 : LOSSLESS * all.length * framePixels),
  };
}

const lengthOf = (moments: readonly Moment[]): number => (moments.at(-1)?.time ?? 0) - (moments[0]?.time ?? 0);
