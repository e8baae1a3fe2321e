import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Job } from '../../src/pipeline/job/job';
import { fixture } from '../fixtures';
import { cli, last } from '../support/cli';
import { processesNaming } from '../support/processes';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'interrupt-'));
  for (const name of ['work', 'tmp']) await mkdir(join(root, name));
});
afterEach(() => rm(root, { recursive: true, force: true }));

/** The conversion has begun to write: there is a process to end and a file to remove. */
const isConverting = (line: string): boolean => ((JSON.parse(line) as Job).tasks[2]?.progress ?? 0) > 0;

test.each<[string, NodeJS.Signals[]]>([
  ['Ctrl-C', ['SIGINT']],
  ['Ctrl-C twice', ['SIGINT', 'SIGINT']],
  ['SIGTERM', ['SIGTERM']],
  ['a terminal that is closed', ['SIGHUP']],
])('%s ends the job with 130 and leaves nothing: no file, no process', async (_, signals) => {
  let sent = false;
  const ended = await cli(
    ['video', '-i', await fixture('clip.mov'), '--codec', 'h265', '--quality', 'very_high', '-o', 'out.mp4'],
    {
      cwd: join(root, 'work'),
      env: { TMPDIR: join(root, 'tmp') },
      onLine: (line, child) => {
        if (sent || !isConverting(line)) return;
        sent = true;
        for (const signal of signals) child.kill(signal);
      },
    },
  );
  expect(sent).toBe(true);
  expect([ended.code, ended.signal]).toEqual([130, null]);
  expect(last(ended)).toMatchObject({ object: 'job', status: 'cancelled', output: null, error: { kind: 'cancelled' } });
  expect(await readdir(join(root, 'work'))).toEqual([]);
  expect(await readdir(join(root, 'tmp'))).toEqual([]);
  expect(await processesNaming(root)).toEqual([]);
});
