/** Of the names in a folder, the segments that are written to their ends: all but the newest of each stream. `stream_0_00012.ts` is number 12 of `stream_0_`. */
export function closedSegments(names: readonly string[]): string[] {
  const segments = names.flatMap((name) => {
    const [, stream = '', number] = /^(.*\D)?(\d+)\.ts$/.exec(name) ?? [];
    return number === undefined ? [] : [{ name, stream, number: Number(number) }];
  });
  const newest = new Map<string, number>();
  for (const { stream, number } of segments) newest.set(stream, Math.max(number, newest.get(stream) ?? 0));
  return segments.filter(({ stream, number }) => number < (newest.get(stream) ?? 0)).map(({ name }) => name);
}
