import type { FrameChange } from './analysis';
import type { Size } from '../../media/frame';

/** Longest side of the pictures that are measured, in pixels: enough to see what moves where, and noise averages out. */
const SIDE = 96;
/** Brightness (of 255) up to which a pixel is all but black, and from which a difference is movement and not noise. */
const BLACK = 34;
const MOVEMENT = 14;
/** A flash is over after so many pictures; a cut is not. */
const BACK = 4;

/** A measured picture, with how it differs from the one four before it, which tells cuts from flashes. */
export type MeasuredFrame = FrameChange & { apart: number };

/** The size at which the pictures of a source are measured. */
export function measuredSize({ width, height }: Size): Size {
  const factor = SIDE / Math.max(width, height);
  const side = (length: number) => Math.max(8, 2 * Math.round((length * factor) / 2));
  return { width: side(width), height: side(height) };
}

/** Takes grey pictures, a byte a pixel, in pieces of any size. @param onFrame gets each picture's number and measurements, without its time */
export function frameMeter(
  { width, height }: Size,
  onFrame: (index: number, frame: Omit<MeasuredFrame, 'at'>) => void,
): { read: (bytes: Uint8Array) => void } {
  const pixels = width * height;
  const ring = Array.from({ length: BACK + 1 }, () => new Uint8Array(pixels));
  const past = (index: number) => ring[index % ring.length] ?? new Uint8Array(pixels);
  let [index, filled] = [0, 0];
  return {
    read: (bytes) => {
      for (let at = 0; at < bytes.length;) {
        const part = bytes.subarray(at, at + pixels - filled);
        past(index).set(part, filled);
        filled += part.length;
        at += part.length;
        if (filled < pixels) return;
        onFrame(
          index,
          measure(past(index), index > 0 ? past(index - 1) : null, index >= BACK ? past(index - BACK) : null, width),
        );
        index += 1;
        filled = 0;
      }
    },
  };
}

function measure(
  now: Uint8Array,
  before: Uint8Array | null,
  longBefore: Uint8Array | null,
  width: number,
): Omit<MeasuredFrame, 'at'> {
  let [sum, dark, change, moved, weight, x, y, apart] = [0, 0, 0, 0, 0, 0, 0, 0];
  for (let at = 0; at < now.length; at += 1) {
    const value = now[at] ?? 0;
    sum += value;
    if (value <= BLACK) dark += 1;
    if (longBefore !== null) apart += Math.abs(value - (longBefore[at] ?? 0));
    if (before === null) continue;
    const difference = Math.abs(value - (before[at] ?? 0));
    change += difference;
    if (difference < MOVEMENT) continue;
    moved += 1;
    weight += difference;
    x += difference * ((at % width) + 0.5);
    y += difference * (Math.floor(at / width) + 0.5);
  }
  const { length } = now;
  return {
    luma: sum / length / 255,
    dark: dark / length,
    change: change / length / 255,
    apart: apart / length / 255,
    moved: moved / length,
    x: weight > 0 ? x / weight / width : 0.5,
    y: weight > 0 ? (y / weight) * (width / length) : 0.5,
  };
}
