// Two ways to the same thing, measured side by side: A B B A A B …, since machines are noisy and get slower and faster by the minute, and what ran before counts too.
import { readFile } from 'node:fs/promises';
import type { Bar, Result, Span } from './benchmark.mts';

/** What one run took, in seconds: `cpu` is of this process and those it has started that have ended by now. */
export interface Sample {
  wall: number;
  cpu: number;
}

/** What processes that this one started, and that have ended, took of the processors, in seconds. Linux alone tells: 0 elsewhere. */
async function cpuOfEnded(): Promise<number> {
  const stat = await readFile('/proc/self/stat', 'utf8').catch(() => null);
  // After the name, which may hold anything, cutime and cstime are the 14th and 15th word; in hundredths of a second on every Linux (proc_pid_stat(5)).
  const words = stat?.slice(stat.lastIndexOf(')') + 2).split(' ') ?? [];
  return (Number(words[13] ?? 0) + Number(words[14] ?? 0)) / 100;
}

export async function measure(work: () => Promise<unknown>): Promise<Sample> {
  const [ended, own, began] = [await cpuOfEnded(), process.cpuUsage(), performance.now()];
  await work();
  const wall = (performance.now() - began) / 1000;
  const { user, system } = process.cpuUsage(own);
  return { wall, cpu: (await cpuOfEnded()) - ended + (user + system) / 1e6 };
}

/** Runs each of the ways in turn, `rounds` times, every second round backwards, and answers their samples in order. With `warm` a first round goes before that is not counted. */
export async function interleave<Name extends string>(
  rounds: number,
  ways: Record<Name, () => Promise<unknown>>,
  { warm = false } = {},
): Promise<Record<Name, Sample[]>> {
  const names = Object.keys(ways) as Name[];
  const samples = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<Name, Sample[]>;
  if (warm) for (const name of names) await ways[name]();
  for (let round = 0; round < rounds; round += 1) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) samples[name].push(await measure(ways[name]));
  }
  return samples;
}

export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? NaN)
    : ((sorted[middle - 1] ?? NaN) + (sorted[middle] ?? NaN)) / 2;
};

const span = (values: readonly number[]): Span => [Math.min(...values), Math.max(...values)];

export interface Compared {
  name: string;
  what: string;
  unit: string;
  bar: Bar | null;
  ours: readonly number[];
  /** Left out where ours stands alone. */
  against?: readonly number[];
  floor?: number;
  note?: string;
}

/** A result of figures that were measured: medians and spread. Runs of the same round are held against each other, so that a machine that drifts does so for both. */
export function compare({ name, what, unit, bar, ours, against, floor, note = '' }: Compared): Result {
  return {
    name,
    what,
    unit,
    ours: median(ours),
    against: against === undefined ? null : median(against),
    ratio: against === undefined ? null : median(ours.map((one, round) => one / (against[round] ?? NaN))),
    ...(floor !== undefined && { floor }),
    bar,
    runs: ours.length,
    spread: { ours: span(ours), against: against === undefined ? null : span(against) },
    note,
  };
}

/** Wall time of two ways, side by side. */
export async function pair({
  rounds,
  ours,
  against,
  warm,
  ...told
}: {
  name: string;
  what: string;
  bar: Bar;
  rounds: number;
  ours: () => Promise<unknown>;
  against: () => Promise<unknown>;
  warm?: boolean;
  note?: string;
}): Promise<Result> {
  const samples = await interleave(rounds, { ours, against }, { warm });
  return compare({
    ...told,
    unit: 's',
    ours: samples.ours.map(({ wall }) => wall),
    against: samples.against.map(({ wall }) => wall),
  });
}
