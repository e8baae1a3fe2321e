// results.md, made of what is kept.
import type { Result, Table } from './benchmark.mts';
import { judge } from './judge.mts';
import type { Kept } from './kept.mts';
import { machineLine } from './machine.mts';
import { shownBar, shownRatio, shownSpan, withUnit } from './shown.mts';

const cell = (text: string): string => text.replaceAll('|', '\\|');
const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');

const HEAD = ['Benchmark', 'What', 'Ours', 'Other', 'Ratio', 'Bar', '', 'Runs', 'Spread: ours', 'other', 'Note'];

const row = (result: Result): string[] => [
  result.name,
  result.what,
  withUnit(result.ours, result.unit),
  withUnit(result.against, result.unit),
  shownRatio(result.ratio),
  shownBar(result.bar, result),
  judge(result),
  String(result.runs),
  shownSpan(result.spread.ours),
  shownSpan(result.spread.against),
  result.note,
];

/** `plots` are the names of files beside results.md. */
export function report(kept: Kept, plots: readonly { title: string; file: string }[]): string {
  const measured = Object.entries(kept);
  const tables: Table[] = measured.flatMap(([, { tables = [] }]) => tables);
  const machines = new Map<string, string[]>();
  for (const [name, { machine }] of measured)
    machines.set(machineLine(machine), [...(machines.get(machineLine(machine)) ?? []), name]);
  return (
    [
      '# Benchmarks',
      'Made by `npm run bench`. *Ours* and *Other* are medians of runs that took turns (A B B A), so that a machine that gets slower is as slow for both; *Ratio* is ours / other, ' +
        'the median of that of each round. Times are wall time where nothing else is said. *forbidden*: nothing can keep this bar here, as the floor in the note shows, which the same run measured.',
      [...machines]
        .map(([machine, those]) => (machines.size === 1 ? machine : `${those.join(', ')}: ${machine}`))
        .join('\n\n'),
      table(
        HEAD,
        measured.flatMap(([, { results }]) => results.map(row)),
      ),
      ...plots.map(({ title, file }) => `![${title}](${file})`),
      ...tables.map(({ title, head, rows }) => `## ${title}\n\n${table(head, rows)}`),
      '',
    ]
      .join('\n\n')
      .trimEnd() + '\n'
  );
}
