import { segmentOf } from './segmentName';

/** Of the names in a folder, the segments that are written to their ends: all but the newest of each stream. */
export function closedSegments(names: readonly string[]): string[] {
  const segments = names.flatMap((name) => {
    const segment = segmentOf(name);
    return segment === null ? [] : [{ ...segment, name }];
  });
  const newest = new Map<string, number>();
  for (const { stream, number } of segments) newest.set(stream, Math.max(number, newest.get(stream) ?? 0));
  return segments.filter(({ stream, number }) => number < (newest.get(stream) ?? 0)).map(({ name }) => name);
}
