// How much Node's memory grows while the Create Job node converts a 1 GB file in n8n's engine.
import { execFile } from 'node:child_process';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Benchmark, Result } from './support/benchmark.mts';
import type { Grown } from './support/memoryCase.mts';
import { CASES } from './support/memoryCases.mts';
import { compare } from './support/pair.mts';

/** What a step says, in a process of its own: storing files is an earlier node's work, so another process's memory. */
const step = async (...words: string[]): Promise<string> =>
  (
    await promisify(execFile)(process.execPath, [join(import.meta.dirname, 'support/memoryCase.mts'), ...words], {
      maxBuffer: 2 ** 24,
    })
  ).stdout;

export const benchmark: Benchmark = {
  cheap: false,
  run: async ({ folder }) => {
    const results: Result[] = [];
    for (const [name, { what, most }] of Object.entries(CASES)) {
      const place = join(folder, name);
      await mkdir(place);
      const { before, growth, seconds, made } = JSON.parse(
        await step('measure', name, place, await step('store', name, place)),
      ) as Grown;
      await rm(place, { recursive: true });
      results.push(
        compare({
          name: `memory ${name}`,
          what: `growth of Node: ${what}`,
          unit: 'MB',
          bar: { of: 'ours', is: 'most', value: most },
          ours: [growth],
          note: `from ${before.toFixed(0)} MB; ${made.toFixed(0)} MB made in ${seconds.toFixed(0)} s`,
        }),
      );
    }
    return { results };
  },
};
