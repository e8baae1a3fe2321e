import { z } from 'zod/v4';
import { format, MAX_IMAGE_SIDE, picture, quality, refuseBackground, start } from '../fields';
import { IMAGE_FORMATS } from '../formats';

export const imageSchema = z
  .strictObject({
    format: format(
      IMAGE_FORMATS,
      'Format of the result. Unset: jpeg, or png where the source has transparency.',
    ).optional(),
    quality: quality().optional(),
    ...picture(MAX_IMAGE_SIDE),
    start: start('Seconds into a video at which the frame is taken. Unset: the first frame.').optional(),
  })
  .check(refuseBackground);

export type ImageOptions = z.infer<typeof imageSchema>;
