import type { Size } from '../media/frame';
import type { Fitting } from '../plan/fitting';
import type { ShapeOptions } from '../plan/geometry';
import { scaledBy, sizedAs } from '../plan/smallerShape';
import type { Plan } from '../plan/types';

/** The longer side that a picture has at the least: of what is smaller nothing can be told. */
const SMALLEST = 16;

interface PictureFitting<O, F> {
  options: O;
  most: number;
  /** Of the picture as it is made without a bound. */
  size: Size;
  /** How it is written to take a part of its bytes, and what part of them is left to its sides. */
  lower: (part: number) => { fineness: F; left: number };
  planOf: (options: O, fineness: F) => Plan;
}

/** Pure: how pictures get no more bytes than they may have: by what a kind has for that, then by smaller sides. */
export const pictureFitting = <O extends ShapeOptions, F>({
  options,
  most,
  size,
  lower,
  planOf,
}: PictureFitting<O, F>): Fitting<Plan> => ({
  most,
  toward(aim, { bytes }) {
    const { fineness, left } = lower(Math.min(1, aim / bytes));
    // Bytes grow with the pixels.
    const wanted = Math.sqrt(Math.min(1, left));
    const factor = Math.max(wanted, Math.min(1, SMALLEST / Math.max(size.width, size.height)));
    const smaller = scaledBy(size, factor, { even: false });
    const isSame = smaller.width === size.width && smaller.height === size.height;
    return {
      plan: planOf(isSame ? options : sizedAs(options, smaller), fineness),
      ...(factor > wanted && { least: `${smaller.width}×${smaller.height} pixels` }),
    };
  },
});
