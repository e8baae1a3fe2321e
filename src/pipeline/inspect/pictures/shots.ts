import type { FrameChange, PictureAnalysis } from './analysis';
import type { MeasuredFrame } from './frameMeter';
import type { Part } from '../../media/part';

/** A cut changes the picture by at least this much (0–1), and by so many times what the pictures around it change. */
const LEAST_CHANGE = 0.02;
const TIMES_AROUND = 3;
/** Pictures on each side that a cut is held against; it changes more than any of those next to it. */
const AROUND = 8;
const NEXT = 2;
/** After a cut the picture stays another one; after a flash it is the old one again. Share of the change that has to stay. */
const STAYS = 0.5;
/** Two pictures after a cut, and four before that, lie on its two sides. */
const BEYOND = 2;

/** Nearly all of a picture is black; from so many seconds on it is a black part. */
const BLACK_SHARE = 0.97;
const BLACK_SECONDS = 0.3;
/** A picture that changes by less than this stands still, and for so many seconds it is frozen. */
const STILL = 0.0006;
const FROZEN_SECONDS = 2;

/** Pure: shot boundaries, black and frozen parts of pictures that follow each other without a gap. */
export function shotsOf(
  frames: readonly MeasuredFrame[],
  fps: number,
): Pick<PictureAnalysis, 'cuts' | 'black' | 'frozen' | 'frames'> {
  return {
    cuts: frames.flatMap((frame, index) => (isCut(frames, index) ? [frame.at] : [])),
    black: runs(frames, ({ dark }) => dark >= BLACK_SHARE, BLACK_SECONDS, fps),
    frozen: runs(frames, ({ change }) => change < STILL, FROZEN_SECONDS, fps),
    frames: frames.map(({ at, change, moved, x, y, luma, dark }): FrameChange => ({
      at,
      change,
      moved,
      x,
      y,
      luma,
      dark,
    })),
  };
}

function isCut(frames: readonly MeasuredFrame[], index: number): boolean {
  const change = frames[index]?.change ?? 0;
  if (change < LEAST_CHANGE) return false;
  const first = Math.max(0, index - AROUND);
  const around = frames.slice(first, index + AROUND + 1).map((frame) => frame.change);
  if (frames.slice(Math.max(0, index - NEXT), index + NEXT + 1).some((frame) => frame.change > change)) return false;
  const others = around.filter((_, at) => at !== index - first).sort((a, b) => a - b);
  // A second cut close by, or a flash beside it, is no reason against it: the three largest are left out.
  const usual = others[Math.max(0, others.length - 4)] ?? 0;
  const beyond = frames[index + BEYOND];
  return change >= TIMES_AROUND * usual && (beyond === undefined || beyond.apart >= STAYS * change);
}

function runs(
  frames: readonly MeasuredFrame[],
  holds: (frame: MeasuredFrame) => boolean,
  least: number,
  fps: number,
): Part[] {
  const found: Part[] = [];
  let first: MeasuredFrame | null = null;
  for (let index = 0; index <= frames.length; index += 1) {
    const frame = frames[index];
    if (frame !== undefined && holds(frame)) {
      first ??= frame;
      continue;
    }
    const end = frame?.at ?? (frames.at(-1)?.at ?? 0) + 1 / fps;
    if (first !== null && end - first.at >= least) found.push({ start: first.at, end });
    first = null;
  }
  return found;
}
