import { z } from 'zod/v4';
import { MAX_IMAGE_SIDE } from '../media/frame';
import { choice, said } from './fields';

const place = () => z.int().min(0).max(MAX_IMAGE_SIDE).optional();
const side = () => z.int().min(1).max(MAX_IMAGE_SIDE).optional();

const crop = () =>
  said(
    z.strictObject({ x: place(), y: place(), width: side(), height: side() }),
    'The part of the picture that is taken, as JSON: x and y of its upper left corner, width and height, in pixels of the source as a player shows it. What is left out reaches to the edge. Before rotate, flip and every size. Unset: all of it.',
    { label: 'Crop', placeholder: '{"x": 0, "y": 0, "width": 640, "height": 360}', group: 'picture' },
  );

const rotate = () =>
  said(
    z
      .int()
      .min(0)
      .max(270)
      .refine((degrees) => degrees % 90 === 0, { error: 'must be 0, 90, 180 or 270' }),
    'Degrees by which the picture is turned clockwise, beyond upright: 0, 90, 180 or 270. After crop, before flip. Unset: 0.',
    { label: 'Rotate', placeholder: '90', group: 'picture' },
  );

const flip = () =>
  choice(
    {
      horizontal: { name: 'Horizontal', description: 'Left and right change places, as in a mirror' },
      vertical: { name: 'Vertical', description: 'Top and bottom change places' },
    },
    'How the picture is mirrored. After crop and rotate, before it gets its size. Unset: it is not.',
    { label: 'Flip', group: 'picture' },
  );

/** What is done to a picture before it gets its size. */
export const edits = () => ({ crop: crop().optional(), rotate: rotate().optional(), flip: flip().optional() });
