// Whether a result keeps its bar.
import type { Bar, Result } from './benchmark.mts';

/** How much wider bars are for `--check`: there only a lost order of magnitude counts. */
export const GENEROUS = 10;

/** `forbidden`: missed, and the same run shows that nothing can keep it here. */
export type Verdict = 'ok' | 'MISSED' | 'forbidden' | '';

/** `by` is how many times wider the bar is. A figure that is not there, or no number, misses it. */
export function judge(result: Result, by = 1): Verdict {
  const { bar } = result;
  if (bar === null) return '';
  const figure = figureOf(result, bar.of);
  if (bar.is === 'most' ? figure <= bar.value * by : figure >= bar.value / by) return 'ok';
  return bar.of === 'ratio' && bar.is === 'most' && (result.floor ?? 0) > bar.value * by ? 'forbidden' : 'MISSED';
}

/** How much of its bar a result takes, for a diagram: to 1 it keeps it. null where there is no bar. */
export function shareOfBar(result: Result): number | null {
  const { bar } = result;
  if (bar === null) return null;
  const figure = figureOf(result, bar.of);
  return bar.is === 'most' ? figure / bar.value : bar.value / figure;
}

const figureOf = ({ ours, against, ratio }: Result, of: Bar['of']): number => {
  switch (of) {
    case 'ours':
      return ours;
    case 'ratio':
      return ratio ?? NaN;
    case 'difference':
      return ours - (against ?? NaN);
  }
};
