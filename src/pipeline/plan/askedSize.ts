import type { Fit, Size } from '../media/frame';

/** The options that say how large a picture becomes. */
export interface SizeOptions {
  /** Pixels, or a percentage of the source as displayed. */
  width?: number | string | undefined;
  height?: number | string | undefined;
  /** Pixels of the shorter side, where neither width nor height is given. */
  short_side?: number | undefined;
  max_width?: number | undefined;
  max_height?: number | undefined;
  /** false: the picture is not shown larger than the source holds it. */
  upscale?: boolean | undefined;
  fit?: Fit | undefined;
}

/** The sides that are asked for in pixels; null: it follows from the other one, or from the source. */
export interface AskedSize {
  width: number | null;
  height: number | null;
  fit: Fit;
}

/** Whether the picture is to have another size than it has in the source. */
export function isSized(source: Size, options: SizeOptions): boolean {
  const { width, height } = askedSize(source, options);
  return (width ?? height) !== null;
}

/** What is asked for, in one way: a width, a height, both, or none; no larger than the bounds and the source let it be. */
export function askedSize(source: Size, options: SizeOptions): AskedSize {
  const { fit = 'contain' } = options;
  const width = pixels(options.width, source.width);
  const height = pixels(options.height, source.height);
  if (width !== null && height !== null) {
    const factor = smaller({ width, height }, enlargement(source, { width, height }, fit), options);
    return { ...(factor === 1 ? { width, height } : scaled({ width, height }, factor)), fit };
  }
  const enlarged = scaleOf(source, { width, height }, options.short_side);
  const whole = { width: source.width * enlarged, height: source.height * enlarged };
  const factor = smaller(whole, enlarged, options);
  if (factor === 1 && options.short_side === undefined) return { width, height, fit };
  // As large as the source is: nothing has to be done, not even to an odd side.
  if (enlarged * factor === 1) return { width: null, height: null, fit };
  // The source's own shape, but for a rounding: no bar is left by it.
  return { ...scaled(whole, factor), fit: 'fill' };
}

/** A side that is given in pixels or as a percentage of the source's, in pixels; null: it is not given. */
export function pixels(length: number | string | undefined, source: number): number | null {
  if (length === undefined) return null;
  return typeof length === 'number' ? length : Math.max(1, Math.round((source * Number.parseFloat(length)) / 100));
}

/** How much larger than in the source the picture is shown in a frame. */
function enlargement(source: Size, frame: Size, fit: Fit): number {
  const sides = [frame.width / source.width, frame.height / source.height];
  return fit === 'contain' ? Math.min(...sides) : Math.max(...sides);
}

/** By how much a result has to be smaller than asked for; 1: not at all. */
function smaller(size: Size, enlarged: number, { max_width, max_height, upscale = true }: SizeOptions): number {
  return Math.min(
    1,
    (max_width ?? Infinity) / size.width,
    (max_height ?? Infinity) / size.height,
    upscale ? 1 : 1 / enlarged,
  );
}

/** How much larger a side that is given alone, or the shorter one, makes the picture. */
function scaleOf(source: Size, { width, height }: Pick<AskedSize, 'width' | 'height'>, short?: number): number {
  if (width !== null) return width / source.width;
  if (height !== null) return height / source.height;
  return short === undefined ? 1 : short / Math.min(source.width, source.height);
}

const scaled = ({ width, height }: Size, factor: number): Size => ({
  width: Math.max(1, Math.round(width * factor)),
  height: Math.max(1, Math.round(height * factor)),
});
