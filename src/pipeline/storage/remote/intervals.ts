/** Bytes from `from` up to `to`, without `to` itself. */
export interface Interval {
  readonly from: number;
  readonly to: number;
}

/** Which bytes of a file are there: in order, with gaps between them. */
export type Intervals = readonly Interval[];

/** Pure: with one more; what touches or overlaps becomes one. */
export function withInterval(list: Intervals, added: Interval): Intervals {
  if (added.to <= added.from) return list;
  const apart = list.filter(({ from, to }) => to < added.from || from > added.to);
  const touched = list.filter(({ from, to }) => to >= added.from && from <= added.to);
  const joined = {
    from: Math.min(added.from, ...touched.map(({ from }) => from)),
    to: Math.max(added.to, ...touched.map(({ to }) => to)),
  };
  return [...apart.filter(({ to }) => to < joined.from), joined, ...apart.filter(({ from }) => from > joined.to)];
}

/** Pure: up to which byte all is there from `at` on; `at` itself when that byte is missing. */
export const thereUpTo = (list: Intervals, at: number): number =>
  list.find(({ from, to }) => from <= at && at < to)?.to ?? at;

/** Pure: how many bytes are there without a gap just before `at`. */
export const thereBefore = (list: Intervals, at: number): number =>
  at - (list.find(({ from, to }) => from < at && at <= to)?.from ?? at);

/** Pure: the first byte from `at` on that is there, or `end`. */
export const nextThere = (list: Intervals, at: number, end: number): number =>
  Math.min(end, ...list.filter(({ to }) => to > at).map(({ from }) => Math.max(from, at)));

/** Pure: what of a file of so many bytes is missing. */
export function gaps(list: Intervals, size: number): Intervals {
  const starts = [0, ...list.map(({ to }) => to)];
  const ends = [...list.map(({ from }) => from), size];
  return starts.map((from, index) => ({ from, to: ends[index] ?? size })).filter(({ from, to }) => from < to);
}
