import { mediaError } from '../errors/mediaError';
import type { ResultTime } from '../media/time';
import { stamp } from './timeRange';
import type { TimeRange } from './timeRange';

export interface FadeOptions {
  /** Seconds at the beginning and at the end of the result. */
  fade_in?: number | undefined;
  fade_out?: number | undefined;
}

interface Fade {
  way: 'in' | 'out';
  start: ResultTime;
  length: ResultTime;
}

/** What a fade of a result does; none is longer than the result. @throws range_invalid where it is to end with a result of which nobody knows how long it is */
function fadesOf({ fade_in = 0, fade_out = 0 }: FadeOptions, seconds: ResultTime | null): Fade[] {
  if (fade_out > 0 && seconds === null)
    throw mediaError('range_invalid', { why: 'The input does not say how long it is: "fade_out" needs an "end".' });
  const lasts = Math.min(fade_out, seconds ?? Infinity);
  const fades: Fade[] = [
    { way: 'in', start: 0, length: Math.min(fade_in, seconds ?? Infinity) },
    { way: 'out', start: (seconds ?? 0) - lasts, length: lasts },
  ];
  return fades.filter(({ length }) => length > 0);
}

export const isFaded = ({ fade_in = 0, fade_out = 0 }: FadeOptions): boolean => fade_in + fade_out > 0;

/** Pure: filters that fade a picture from and to black, once it is in the time of the result. @throws range_invalid */
export const pictureFades = (options: FadeOptions, { seconds }: Pick<TimeRange, 'seconds'>): string[] =>
  fadesOf(options, seconds).map(pictureFade);

const pictureFade = ({ way, start, length }: Fade): string => `fade=t=${way}:st=${stamp(start)}:d=${stamp(length)}`;

/** Pure: the same for a part of a result whose own time begins at 0: none where no fade reaches it. @throws range_invalid */
export function partFades(
  options: FadeOptions,
  seconds: ResultTime,
  { from, to }: { from: ResultTime; to: ResultTime },
): string[] {
  const fades = fadesOf(options, seconds)
    .filter(({ start, length }) => start < to && start + length > from)
    .map(pictureFade);
  return inTimeOfResult(fades, from);
}

/** Pure: filters that go by the time of a result, for a part of it whose own time begins at 0. */
export function inTimeOfResult(filters: readonly string[], from: ResultTime): string[] {
  const shift = (sign: '+' | '-') => `setpts=PTS${sign}${stamp(from)}/TB`;
  return filters.length === 0 ? [] : [shift('+'), ...filters, shift('-')];
}

/** Pure: filters that fade a sound from and to silence, before its speed is changed. @throws range_invalid */
export const soundFades = (options: FadeOptions, { seconds, reading: { speed } }: TimeRange): string[] =>
  fadesOf(options, seconds).map(
    ({ way, start, length }) => `afade=t=${way}:st=${stamp(speed * start)}:d=${stamp(speed * length)}`,
  );
