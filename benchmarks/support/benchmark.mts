// What a benchmark is: a file in benchmarks/ with `export const benchmark: Benchmark`. It measures, and answers figures; run.mts judges and shows them.
import type { Binaries } from '../../dist/src/index.js';

/** What a figure has to keep: `ours` itself, `ours / against`, or `ours - against`, in the unit of the result. */
export interface Bar {
  of: 'ours' | 'ratio' | 'difference';
  is: 'most' | 'least';
  value: number;
}

/** One line of the table. */
export interface Result {
  /** The benchmark's name, or that and what of it: `ladder`, `ladder CPU`. */
  name: string;
  /** What is measured against what, in words. */
  what: string;
  /** Of `ours` and `against`: `s`, `CPU s`, `ms`, `MB`, `%` … */
  unit: string;
  /** Median of the runs. */
  ours: number;
  /** Median of the runs of what it is compared with; null where ours stands alone. */
  against: number | null;
  /** `ours / against`, round by round, and the median of those; null where ours stands alone. */
  ratio: number | null;
  /** What the ratio cannot come below here, whatever is done, as measured in the same run. */
  floor?: number;
  /** Null where there is nothing to keep. */
  bar: Bar | null;
  runs: number;
  /** Least and most of the runs. */
  spread: { ours: Span; against: Span | null };
  note: string;
}
export type Span = [least: number, most: number];

/** Figures that are no pair: they are shown in results.md below the table. */
export interface Table {
  title: string;
  head: string[];
  rows: string[][];
}

/** Lines in a diagram: a PNG beside results.md. */
export interface Plot {
  title: string;
  x: Axis;
  y: Axis;
  lines: { name: string; points: { x: number; y: number }[] }[];
}
export interface Axis {
  title: string;
  scale: 'linear' | 'log';
}

export interface Outcome {
  results: Result[];
  tables?: Table[];
  plots?: Plot[];
}

export interface Context {
  binaries: Binaries;
  /** A folder that is gone afterwards. */
  folder: string;
  /** `npm run bench -- --check`: small sources and few runs, since the bars are ten times as wide. */
  checking: boolean;
}

export interface Benchmark {
  /** Whether `npm run bench -- --check` runs it: only what takes a few seconds then. */
  cheap: boolean;
  run: (context: Context) => Promise<Outcome>;
}
