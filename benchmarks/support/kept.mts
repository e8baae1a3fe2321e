// What was measured, kept as results.json: a run of some benchmarks leaves the others' figures as they are.
import { readFile, writeFile } from 'node:fs/promises';
import type { Outcome } from './benchmark.mts';
import type { Machine } from './machine.mts';

export interface Measured extends Outcome {
  machine: Machine;
}

/** By the name of the benchmark. */
export type Kept = Record<string, Measured>;

export async function readKept(path: string): Promise<Kept> {
  const text = await readFile(path, 'utf8').catch(() => '{}');
  return JSON.parse(text) as Kept;
}

/** In the order of names, so that it changes where figures do. Figures have four digits that count: more would be noise. */
export async function writeKept(path: string, kept: Kept): Promise<void> {
  const ordered = Object.fromEntries(Object.entries(kept).sort(([a], [b]) => (a < b ? -1 : 1)));
  const rounded = (_: string, value: unknown): unknown =>
    typeof value === 'number' ? Number(value.toPrecision(4)) : value;
  await writeFile(path, `${JSON.stringify(ordered, rounded, 2)}\n`);
}
