// Figures as words, for the terminal and for results.md.
import type { Bar, Result, Span } from './benchmark.mts';

/** Three digits that count; more where there are more before the point. */
export const shown = (value: number): string =>
  Math.abs(value) >= 100 ? value.toFixed(0) : Number(value.toPrecision(3)).toString();

export const withUnit = (value: number | null, unit: string): string =>
  value === null ? '–' : `${shown(value)} ${unit}`;

/** How many times as much, or how many times as little where it is a small part: `1.02`, `1/23`. */
export const shownRatio = (ratio: number | null): string =>
  ratio === null ? '–' : ratio < 0.2 ? `1/${shown(1 / ratio)}` : ratio.toFixed(ratio < 10 ? 2 : 0);

export function shownBar(bar: Bar | null, { unit }: Pick<Result, 'unit'>): string {
  if (bar === null) return '–';
  const sign = bar.is === 'most' ? '≤' : '≥';
  switch (bar.of) {
    case 'ours':
      return `${sign} ${withUnit(bar.value, unit)}`;
    case 'ratio':
      return `${sign} ${shownRatio(bar.value)}`;
    case 'difference':
      return `${sign} + ${withUnit(bar.value, unit)}`;
  }
}

export const shownSpan = (span: Span | null): string => (span === null ? '–' : `${shown(span[0])}–${shown(span[1])}`);
