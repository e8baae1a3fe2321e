import type { Part } from '../../media/part';

/** Parts in order without overlap; those closer than `gap` seconds become one. */
export function joined(parts: readonly Part[], gap = 0): Part[] {
  const result: Part[] = [];
  for (const { start, end } of [...parts].sort((a, b) => a.start - b.start || a.end - b.end)) {
    const last = result.at(-1);
    if (last !== undefined && start <= last.end + gap) last.end = Math.max(last.end, end);
    else result.push({ start, end });
  }
  return result;
}

/** What of the wanted parts lies in none of the others. */
export function without(wanted: readonly Part[], others: readonly Part[]): Part[] {
  return others.reduce<Part[]>(
    (left, other) =>
      left.flatMap((part) => {
        if (other.end <= part.start || other.start >= part.end) return [part];
        return [
          { start: part.start, end: other.start },
          { start: other.end, end: part.end },
        ].filter(({ start, end }) => end > start);
      }),
    [...wanted],
  );
}

/** Seconds that a part shares with others. */
export const shared = ({ start, end }: Part, others: readonly Part[]): number =>
  others.reduce((sum, other) => sum + Math.max(0, Math.min(end, other.end) - Math.max(start, other.start)), 0);

/** Whether two parts have any time in common. */
export const overlap = (a: Part, b: Part): boolean => a.start < b.end && b.start < a.end;
