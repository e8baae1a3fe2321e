import { mediaError } from '../../errors/mediaError';
import type { Part } from '../../media/part';
import type { SourceTime } from '../../media/time';
import { frameAt } from '../../plan/frameGrid';
import { lasts } from '../../plan/timeRange';
import { MOST_PICTURES, USUAL_COUNT } from './schema';
import type { ThumbnailsOptions } from './schema';

/** A picture that is taken, and the part of the source that it stands for. */
export interface Moment extends Part {
  time: SourceTime;
}

/**
 * Pure: the pictures that are taken of a part of a source, by time.
 * @param within the part @param cuts where its scenes change, by time, where they are asked for @throws range_invalid
 */
export function momentsOf(
  { count = USUAL_COUNT, interval, times, scenes }: ThumbnailsOptions,
  within: Part,
  cuts: readonly SourceTime[],
): Moment[] {
  if (times !== undefined && times.length > 0) return at(times, within);
  if (interval !== undefined) return every(interval, within);
  if (scenes === true) return middles([within.start, ...cuts, within.end]);
  const length = (within.end - within.start) / count;
  return middles(Array.from({ length: count + 1 }, (_, index) => within.start + index * length));
}

/** A picture from the middle of each part that two bounds next to each other leave. */
const middles = (bounds: readonly SourceTime[]): Moment[] =>
  bounds.slice(1).map((end, index) => {
    const start = bounds[index] ?? 0;
    return { time: (start + end) / 2, start, end };
  });

function every(interval: number, { start, end }: Part): Moment[] {
  // What is left behind the last whole interval has a picture, unless it is a rounding.
  const count = Math.max(1, Math.ceil((end - start) / interval - 1e-6));
  if (count > MOST_PICTURES)
    throw mediaError('range_invalid', {
      why: `An interval of ${interval} s makes ${count.toLocaleString('en-US')} pictures of ${(end - start).toFixed(2)} s; at most ${MOST_PICTURES.toLocaleString('en-US')} are possible.`,
    });
  return upTo(
    Array.from({ length: count }, (_, index) => start + index * interval),
    end,
  );
}

function at(times: readonly SourceTime[], { end }: Part): Moment[] {
  const late = times.find((time) => time >= end);
  if (late !== undefined)
    throw mediaError('range_invalid', { why: `${lasts(end)}, so there is no picture at ${late} s.` });
  return upTo(
    [...new Set(times)].sort((a, b) => a - b),
    end,
  );
}

/** Each stands for what is seen until the next one. */
const upTo = (times: readonly SourceTime[], end: SourceTime): Moment[] =>
  times.map((time, index) => ({ time, start: time, end: times[index + 1] ?? end }));

/** Pure: no frame is taken twice: what would be seen again is shown for longer. @param fps at which frames are told apart */
export function distinct(moments: readonly Moment[], fps: number): Moment[] {
  const kept: Moment[] = [];
  for (const moment of moments) {
    const last = kept.at(-1);
    if (last !== undefined && frameAt(last.time, fps) === frameAt(moment.time, fps)) last.end = moment.end;
    else kept.push({ ...moment });
  }
  return kept;
}
