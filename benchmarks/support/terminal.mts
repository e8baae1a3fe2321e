// A table of results on the terminal.
import Table from 'cli-table3';
import type { Result } from './benchmark.mts';
import { judge } from './judge.mts';
import { shownBar, shownRatio, shownSpan, withUnit } from './shown.mts';

/** `by` is how many times wider the bars are. */
export function terminalTable(results: readonly Result[], by: number): string {
  const table = new Table({
    head: ['name', 'ours', 'other', 'ratio', by === 1 ? 'bar' : `bar (×${by})`, '', 'runs', 'spread', 'note'],
    style: { head: [], border: [] },
    colWidths: [null, null, null, null, null, null, null, null, 60],
    wordWrap: true,
  });
  for (const result of results) {
    const { name, unit, ours, against, ratio, bar, runs, spread, note } = result;
    table.push([
      name,
      withUnit(ours, unit),
      withUnit(against, unit),
      shownRatio(ratio),
      shownBar(bar, result),
      judge(result, by),
      runs,
      spread.against === null ? shownSpan(spread.ours) : `${shownSpan(spread.ours)} / ${shownSpan(spread.against)}`,
      note,
    ]);
  }
  return table.toString();
}
