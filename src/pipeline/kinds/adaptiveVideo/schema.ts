import { z } from 'zod/v4';
import { END, end, format, picture, quality, refuseBackground, refuseEmptyRange, START, start } from '../fields';
import { ADAPTIVE_FORMATS } from '../formats';

export const adaptiveVideoSchema = z
  .strictObject({
    format: format(ADAPTIVE_FORMATS, 'How the stream is delivered. Unset: hls.').optional(),
    quality: quality().optional(),
    ...picture(),
    start: start(START).optional(),
    end: end(END).optional(),
  })
  .check(refuseBackground, refuseEmptyRange);

export type AdaptiveVideoOptions = z.infer<typeof adaptiveVideoSchema>;
