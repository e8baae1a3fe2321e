// Puts small faults into the code, one at a time, and tells which of them no test notices (Stryker): node scripts/mutation.mts [room or file …]
import { join, relative } from 'node:path';
import { Stryker } from '@stryker-mutator/core';
import { ROOMS } from './mutation/rooms.mts';
import type { Pair } from './mutation/rooms.mts';
import { missedIn, overallScore, tableOf } from './mutation/score.mts';
import type { Mutant } from './mutation/score.mts';

/** The share of mutants that has to be noticed. */
const BAR = 0.85;
const root = join(import.meta.dirname, '..');
const wanted = process.argv.slice(2);

async function mutantsOf([source, ...tests]: Pair): Promise<Mutant[]> {
  const found = await new Stryker({
    configFile: join(root, 'stryker.config.mjs'),
    mutate: [`src/${source}.ts`],
    jest: {
      config: {
        testMatch: tests.map((test) => `<rootDir>/test/${test}.test.ts`),
        // A mutant that is waited for in vain is noticed by then (ms).
        testTimeout: 8_000,
        // jest looks for tests nowhere else: a crawl over the whole tree would cost more than most tests.
        roots: [...new Set(tests.map((test) => `<rootDir>/test/${test.slice(0, test.lastIndexOf('/'))}`))],
      },
    },
  }).runMutationTest();
  return found.map(({ status, fileName, location, mutatorName, replacement }) => ({
    status,
    at: `${relative(root, fileName)}:${location.start.line}:${location.start.column}`,
    change: `${mutatorName} → ${replacement.replaceAll(/\s+/g, ' ').slice(0, 100)}`,
  }));
}

const rooms = new Map<string, Mutant[]>();
for (const [room, pairs] of Object.entries(ROOMS))
  for (const pair of pairs) {
    if (wanted.length > 0 && !wanted.includes(room) && !wanted.includes(pair[0])) continue;
    const found = await mutantsOf(pair);
    rooms.set(room, [...(rooms.get(room) ?? []), ...found]);
    console.log([`${room}: ${pair[0]}, ${found.length} mutants`, ...missedIn(found)].join('\n'));
  }
console.log(tableOf(rooms));
if (overallScore(rooms) < BAR) process.exitCode = 1;
