import type { Quality } from '../../media/quality';
import type { Size } from '../../media/frame';

/** One rendition: its size and the most bits per second of its picture. */
export interface Rung extends Size {
  maxRate: number;
}

/** Short side → bits per second of the picture at medium quality, after Apple's HLS authoring guide (30 frames per second). */
const RATES: readonly (readonly [side: number, rate: number])[] = [
  [2160, 16_000_000],
  [1440, 9_000_000],
  [1080, 6_000_000],
  [720, 3_000_000],
  [480, 1_400_000],
  [360, 730_000],
  [240, 250_000],
];
/** How a level shifts the whole ladder. */
const SHIFT: Record<Quality, number> = { very_low: 0.45, low: 0.7, medium: 1, high: 1.35, very_high: 1.8 };
/** More renditions cost encoding time and gain little. */
const MOST_RUNGS = 5;
/** Fast motion needs more bits, but not in step with the frames (Apple's guide halves the difference). */
const rateOfFps = (fps: number): number => 1 + Math.max(0, fps - 30) / 60;

/** A still scene takes next to nothing in its source, but a stream's keyframes, each two seconds, need this share of the table's rate to be seen. */
const LEAST_SHARE = 0.1;

/**
 * The renditions, largest first: the top one as given, below it every standard size that is at least a quarter smaller. The shape stays the same.
 * @param most bits per second that the top one is not to exceed; the others are lowered with it
 */
export function ladder(top: Size, quality: Quality, fps: number, most = Infinity): Rung[] {
  const short = Math.min(top.width, top.height);
  const sides = [short, ...RATES.map(([side]) => side).filter((side) => side >= 240 && side <= short * 0.75)].filter(
    (side) => side >= 360 || side === short || short < 480,
  );
  const rateOf = (size: Size) => rateOfArea(size) * SHIFT[quality] * rateOfFps(fps);
  const lowered = Math.min(1, Math.max(LEAST_SHARE, most / rateOf(top)));
  return sides.slice(0, MOST_RUNGS).map((side) => {
    const size =
      side === short ? top : { width: even((top.width * side) / short), height: even((top.height * side) / short) };
    return { ...size, maxRate: Math.round(rateOf(size) * lowered) };
  });
}

const even = (length: number): number => Math.max(2, 2 * Math.round(length / 2));

/** Between two sizes of the table, and beyond its ends, bits follow the pixels. */
function rateOfArea({ width, height }: Size): number {
  const area = width * height;
  const [side, rate] = RATES.find(([candidate]) => area >= areaOf(candidate) * 0.98) ??
    RATES[RATES.length - 1] ?? [240, 250_000];
  return Math.max(80_000, rate * (area / areaOf(side)) ** 0.75);
}

const areaOf = (side: number): number => (side * side * 16) / 9;
