import { readdir, readFile } from 'node:fs/promises';
import { WORK_FOLDER_PREFIX } from '../../src/pipeline/storage/workFolder';
import type { EndedTestJob } from '../support/job';
import { processesNaming } from '../support/processes';
import { runProgram } from '../support/programs';

/** Process ids of the children of this very process. */
export async function children(): Promise<number[]> {
  if (process.platform !== 'linux') {
    const table = (await runProgram('ps', ['-A', '-o', 'pid=,ppid=,comm='])).stdout
      .toString()
      .split('\n')
      .map((line) => line.trim().split(/\s+/));
    return table
      .filter(([, parent, name]) => Number(parent) === process.pid && name !== 'ps')
      .map(([id]) => Number(id));
  }
  const threads = await readdir('/proc/self/task');
  const lists = await Promise.all(
    threads.map((thread) => readFile(`/proc/self/task/${thread}/children`, 'utf8').catch(() => '')),
  );
  return lists.join(' ').split(/\s+/).filter(Boolean).map(Number);
}

/** Nothing of an ended job is left: no file, no folder, no process. `roots` are further folders that it could have written to. */
export async function expectNothingLeft(
  { dir }: Pick<EndedTestJob, 'dir'>,
  roots: readonly string[] = [],
): Promise<void> {
  expect(await readdir(dir, { recursive: true })).toEqual(['work']);
  for (const root of roots)
    expect((await readdir(root)).filter((name) => name.startsWith(WORK_FOLDER_PREFIX))).toEqual([]);
  expect(await processesNaming(dir)).toEqual([]);
  expect(await children()).toEqual([]);
}
