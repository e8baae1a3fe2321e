import type { FrameChange } from '../../../inspect/pictures/analysis';
import type { Size } from '../../../media/frame';
import type { Part } from '../../../media/part';

/** Where the crop stands at each measured picture, in pixels of the source as displayed, not rounded. */
export interface CropPath {
  width: number;
  height: number;
  points: { at: number; left: number; top: number; cut: boolean }[];
}

/** Movement that says where to look: more than noise, less than a camera that turns. Shares of the picture. */
const LEAST_MOVED = 0.0015;
const MOST_MOVED = 0.45;
/** Pictures of a shot that have to tell where to look, lest a speck of dust does; below this share of a shot the crop stands where they say, without following. */
const FEWEST_TELLING = 3;
const TELLING = 0.1;
/** What moves within this share of the crop's side stays in it when the crop stands still. */
const STANDS = 0.3;
/** Reach of the first smoothing, in seconds; it grows until the crop never speeds up by more than `MOST_ACCELERATION`. */
const SMOOTH = 0.3;
const GROWTH = 1.3;
/** Widths (or heights) of the source per second, per second. */
const MOST_ACCELERATION = 1.5;
/** Weight of a picture in which nothing moves, beside the share that moves in others. */
const IDLE = 0.0003;

/**
 * Pure: the way of a crop of the given size over a part of the source. It follows what moves, smoothly; within a shot where nothing moves, or moves in one
 * place, it stands still; at a cut it jumps.
 */
export function trackedCrop(
  frames: readonly FrameChange[],
  cuts: readonly number[],
  { start, end }: Part,
  source: Size,
  crop: Size,
): CropPath {
  const inPart = frames.filter(({ at }) => at >= start - 1e-6 && at < end);
  const points: CropPath['points'] = [];
  for (const shot of shotsIn(inPart, cuts)) {
    const lefts = along(shot, ({ x }) => x, crop.width / source.width);
    const tops = along(shot, ({ y }) => y, crop.height / source.height);
    for (const [index, { at }] of shot.entries()) {
      points.push({
        at,
        left: (lefts[index] ?? 0) * source.width,
        top: (tops[index] ?? 0) * source.height,
        cut: index === 0 && points.length > 0,
      });
    }
  }
  return { ...crop, points };
}

function shotsIn(frames: readonly FrameChange[], cuts: readonly number[]): FrameChange[][] {
  const begins = new Set(cuts);
  const shots: FrameChange[][] = [];
  for (const frame of frames) {
    if (shots.length === 0 || begins.has(frame.at)) shots.push([]);
    shots.at(-1)?.push(frame);
  }
  return shots;
}

/** Where the crop begins at each picture of a shot, along one side of the source, 0–1. @param share how much of the side it takes */
function along(shot: readonly FrameChange[], place: (frame: FrameChange) => number, share: number): number[] {
  const room = 1 - share;
  const still = (at: number) => shot.map(() => clamp(at - share / 2, room));
  if (room <= 0) return shot.map(() => 0);
  // The first picture of a shot differs from the one before it everywhere.
  const telling = shot.map(({ moved }, index) => index > 0 && moved >= LEAST_MOVED && moved <= MOST_MOVED);
  const places = shot.flatMap((frame, index) => (telling[index] ? [place(frame)] : []));
  if (places.length < FEWEST_TELLING) return still(0.5);
  const sorted = [...places].sort((a, b) => a - b);
  const at = (part: number) => sorted[Math.floor(part * (sorted.length - 1))] ?? 0.5;
  if (places.length < TELLING * shot.length || at(0.95) - at(0.05) <= STANDS * share) return still(at(0.5));

  const times = shot.map((frame) => frame.at);
  const weights = shot.map((frame, index) => IDLE + (telling[index] ? frame.moved : 0));
  const wanted = shot.map((frame, index) => (telling[index] ? place(frame) : 0.5));
  const idle = shot.map((_, index) => !telling[index]);
  for (let reach = SMOOTH; ; reach *= GROWTH) {
    const followed = smooth(
      wanted.map((value, index) => (idle[index] ? nearest(wanted, idle, index) : value)),
      times,
      reach / 2,
      weights,
    );
    const path = smooth(
      followed.map((value) => clamp(value - share / 2, room)),
      times,
      reach,
    );
    if (reach > 10 || steepest(path, times) <= MOST_ACCELERATION) return path;
  }
}

const clamp = (value: number, most: number): number => Math.max(0, Math.min(most, value));

/** The place that the last picture told before this one, or the first after it. */
function nearest(places: readonly number[], idle: readonly boolean[], index: number): number {
  for (let before = index - 1; before >= 0; before -= 1) if (!idle[before]) return places[before] ?? 0.5;
  for (let after = index + 1; after < places.length; after += 1) if (!idle[after]) return places[after] ?? 0.5;
  return 0.5;
}

/** Means under a bell curve of the given reach (seconds, one standard deviation), which looks ahead as far as back, so nothing lags. */
function smooth(
  values: readonly number[],
  times: readonly number[],
  reach: number,
  weights?: readonly number[],
): number[] {
  let first = 0;
  return times.map((now) => {
    while ((times[first] ?? now) < now - 3 * reach) first += 1;
    let [sum, weight] = [0, 0];
    for (let index = first; index < times.length && (times[index] ?? 0) <= now + 3 * reach; index += 1) {
      const bell = Math.exp(-(((times[index] ?? 0) - now) ** 2) / (2 * reach * reach)) * (weights?.[index] ?? 1);
      sum += bell * (values[index] ?? 0);
      weight += bell;
    }
    return weight > 0 ? sum / weight : 0;
  });
}

/** The strongest acceleration of a path. */
export function steepest(path: readonly number[], times: readonly number[]): number {
  let most = 0;
  for (let index = 1; index + 1 < path.length; index += 1) {
    const [before, now, after] = [times[index - 1] ?? 0, times[index] ?? 0, times[index + 1] ?? 0];
    const speeds = [
      ((path[index] ?? 0) - (path[index - 1] ?? 0)) / (now - before),
      ((path[index + 1] ?? 0) - (path[index] ?? 0)) / (after - now),
    ] as const;
    most = Math.max(most, Math.abs(speeds[1] - speeds[0]) / ((after - before) / 2));
  }
  return most;
}
