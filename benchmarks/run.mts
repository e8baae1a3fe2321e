// npm run bench [-- NAME …]: measures, shows a table, and writes results.json, results.md and the PNGs. npm run bench -- --check: only the cheap ones, with
// bars ten times as wide; writes nothing. Ends with 1 when a bar was missed. Needs a build before it.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Result } from './support/benchmark.mts';
import { GENEROUS, judge } from './support/judge.mts';
import { readKept, writeKept } from './support/kept.mts';
import type { Told } from './support/one.mts';
import { drawPlots } from './support/plots.mts';
import { report } from './support/report.mts';
import { terminalTable } from './support/terminal.mts';

const here = (name: string) => join(import.meta.dirname, name);
const names = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.mts') && file !== 'run.mts')
  .map((file) => file.slice(0, -'.mts'.length));
const words = process.argv.slice(2);
const checking = words.includes('--check');
const asked = words.filter((word) => word !== '--check');
const unknown = asked.filter((name) => !names.includes(name));
if (unknown.length > 0) {
  console.error(`There is no benchmark ${unknown.join(', ')}; there are: ${names.join(', ')}`);
  process.exit(2);
}

/** Runs one apart. @throws when it ended without telling its figures */
async function measured(name: string): Promise<Told> {
  const child = fork(here('support/one.mts'), checking ? [name, '--check'] : [name]);
  const told: Told[] = [];
  child.on('message', (message) => told.push(message as Told));
  const [code] = (await once(child, 'exit')) as [number | null];
  const [first] = told;
  if (code !== 0 || first === undefined) throw new Error(`${name} ended with ${code ?? 'a signal'}`);
  return first;
}

const results: Result[] = [];
let failed = false;
for (const name of asked.length > 0 ? asked : names) {
  const began = performance.now();
  try {
    const told = await measured(name);
    if (told === null) continue;
    results.push(...told.outcome.results);
    console.log(`${name}: ${((performance.now() - began) / 1000).toFixed(0)} s`);
    if (!checking)
      await writeKept(here('results.json'), {
        ...(await readKept(here('results.json'))),
        [name]: { ...told.outcome, machine: told.machine },
      });
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    failed = true;
  }
}
if (!checking) {
  const kept = await readKept(here('results.json'));
  await writeFile(here('results.md'), report(kept, await drawPlots(kept, import.meta.dirname)));
}
const by = checking ? GENEROUS : 1;
console.log(terminalTable(results, by));
const missed = results.filter((result) => judge(result, by) === 'MISSED').map(({ name }) => name);
if (missed.length > 0) console.error(`Missed: ${missed.join(', ')}`);
process.exitCode = failed || missed.length > 0 ? 1 : 0;
