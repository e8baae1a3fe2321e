// Text that keeps a process busy: every function that meets a stranger's text is fed the worst that we know, and every regular expression of the sources what it
// nearly matches. Then 50 such requests come to a server at once, and GET /health has to be answered between them.
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { Benchmark, Result } from './support/benchmark.mts';
import { expressionsIn, worstOf } from './support/expressions.mts';
import { withServer } from './support/jobServer.mts';
import { READERS } from './support/readers.mts';
import type { Reader } from './support/readers.mts';
import { shapes } from './support/shapes.mts';
import { worked } from './support/worked.mts';

/** Milliseconds. */
const MOST = { text: 50, health: 250 };
const LENGTHS = [8_192, 65_536, 500_000, 1_000_000];
const FEW_LENGTHS = [8_192, 65_536];
/** Below this (ms) nobody waits, and above it a text is tried again: the machine does other things, too. */
const NOTICED = 20;
const REQUESTS = 50;

function took({ read }: Reader, text: string): number {
  const began = worked();
  try {
    read(text);
  } catch {
    // It is refused, as it should be.
  }
  return worked() - began;
}

/** Of shapes that a shorter text has, so many are tried as a long one: those that took most time. */
const LONGEST_TRIED = 20;

/** Milliseconds that the worst text takes, and which it was. */
function worst(reader: Reader, lengths: readonly number[]): { ms: number; texts: number; text: string } {
  const found = { ms: 0, texts: 0, text: '' };
  let tried: number[] | null = null;
  for (const length of lengths.filter((each) => each <= (reader.most ?? Infinity))) {
    const times: number[] = [];
    let index = -1;
    for (const made of shapes(length)) {
      index += 1;
      if (length > 65_536 && tried !== null && !tried.includes(index)) continue;
      const text = reader.within?.(made()) ?? made();
      let ms = took(reader, text);
      for (let again = 0; again < 3 && ms > NOTICED; again++) ms = Math.min(ms, took(reader, text));
      found.texts += 1;
      times.push(ms);
      if (ms > found.ms) Object.assign(found, { ms, text });
    }
    tried = slowest(times, LONGEST_TRIED);
  }
  return found;
}

/** Places of the so many longest times. */
const slowest = (times: readonly number[], most: number): number[] =>
  [...times.keys()].sort((a, b) => (times[b] ?? 0) - (times[a] ?? 0)).slice(0, most);

const alone = (name: string, what: string, ms: number, most: number, runs: number, note = ''): Result => ({
  name,
  what,
  unit: 'ms',
  ours: ms,
  against: null,
  ratio: null,
  bar: { of: 'ours', is: 'most', value: most },
  runs,
  spread: { ours: [ms, ms], against: null },
  note,
});

function readers(checking: boolean): Result[] {
  return Object.entries(READERS).map(([name, reader]) => {
    const { ms, texts, text } = worst(reader, checking ? FEW_LENGTHS : LENGTHS);
    const shown = JSON.stringify(text.slice(0, 24));
    return alone(
      `texts: ${name}`,
      'the worst text of 8 kB to 1 MB is read in',
      ms,
      MOST.text,
      texts,
      `begins ${shown}`,
    );
  });
}

function expressions(checking: boolean): Result {
  const all = expressionsIn(['src', 'nodes', 'credentials']);
  const times = all.map((expression) => ({ where: expression.where, ms: worstOf(expression, checking ? 1 : 4) }));
  const slowest = times.reduce((one, other) => (other.ms > one.ms ? other : one));
  const what = `the slowest of ${all.length} expressions looks through 16 kB that it nearly matches in`;
  return alone('texts: expressions', what, slowest.ms, MOST.text, all.length, slowest.where);
}

async function health(folder: string): Promise<Result> {
  const times: number[] = [];
  await withServer(folder, async (ask, address) => {
    await ask('/health');
    const flood = new Worker(new URL('./support/flood.mts', import.meta.url), {
      workerData: { address, count: REQUESTS },
    });
    const under = { way: true };
    const over = once(flood, 'exit').then(() => (under.way = false));
    await once(flood, 'message');
    while (under.way) {
      times.push((await ask('/health')).ms);
      await sleep(5);
    }
    await over;
  });
  const what = `GET /health while ${REQUESTS} of the worst requests are read is answered within`;
  return alone('texts: health', what, Math.max(...times), MOST.health, times.length);
}

export const benchmark: Benchmark = {
  cheap: true,
  run: async ({ folder, checking }) => ({
    results: [...readers(checking), expressions(checking), await health(folder)],
  }),
};
