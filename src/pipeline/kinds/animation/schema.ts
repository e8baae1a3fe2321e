import { z } from 'zod/v4';
import {
  duration,
  end,
  format,
  fps,
  maxBytes,
  picture,
  quality,
  refuseShape,
  reverse,
  refuseEmptyRange,
  START,
  start,
} from '../fields';
import { edits } from '../editFields';
import type { ValueLabel } from '../fields';
import type { AnimationFormat } from '../../media/formats';

const FORMATS: Record<AnimationFormat, ValueLabel> = {
  gif: { name: 'GIF', description: 'Plays everywhere, 256 colors' },
  webp: { name: 'WebP', description: 'Animated WebP: smaller than GIF, all colors' },
};

export const animationSchema = z
  .strictObject({
    format: format(FORMATS, 'Format of the result. Unset: gif.').optional(),
    quality: quality().optional(),
    max_bytes: maxBytes().optional(),
    ...picture(),
    ...edits(),
    start: start(START).optional(),
    end: end(
      'Seconds, or a time such as 00:00:02.5, into the source at which the result ends. Required, or a duration: an animation has to be short.',
    ),
    duration: duration().optional(),
    reverse: reverse().optional(),
    fps: fps('as the source, at most 12 (gif) or 20 (webp)').optional(),
  })
  .check(refuseShape, refuseEmptyRange);

export type AnimationOptions = z.infer<typeof animationSchema>;
