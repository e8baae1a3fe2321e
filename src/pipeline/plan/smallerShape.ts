import type { Size } from '../media/frame';
import type { ShapeOptions } from './geometry';

/** Options by which a result gets another size, and is otherwise shaped as before. */
export const sizedAs = <O extends ShapeOptions>(options: O, { width, height }: Size): O => ({
  ...options,
  width,
  height,
  short_side: undefined,
  max_width: undefined,
  max_height: undefined,
  upscale: undefined,
  // Its own shape, but for a rounding: no bar is left by it.
  fit: options.width !== undefined && options.height !== undefined ? options.fit : 'fill',
});

/** A size as much smaller, in whole pixels or in pairs of them. */
export function scaledBy({ width, height }: Size, factor: number, { even }: { even: boolean }): Size {
  const step = even ? 2 : 1;
  const side = (length: number) => Math.max(step, step * Math.round((length * factor) / step));
  return { width: side(width), height: side(height) };
}
