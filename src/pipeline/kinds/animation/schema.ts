import { z } from 'zod/v4';
import { end, format, fps, picture, quality, refuseBackground, refuseEmptyRange, START, start } from '../fields';
import { ANIMATION_FORMATS } from '../formats';

export const animationSchema = z
  .strictObject({
    format: format(ANIMATION_FORMATS, 'Format of the result. Unset: gif.').optional(),
    quality: quality().optional(),
    ...picture(),
    start: start(START).optional(),
    end: end('Seconds into the source at which the result ends. Required: an animation has to be short.'),
    fps: fps('as the source, at most 12 (gif) or 20 (webp)').optional(),
  })
  .check(refuseBackground, refuseEmptyRange);

export type AnimationOptions = z.infer<typeof animationSchema>;
