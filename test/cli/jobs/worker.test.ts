import type { ChildProcess } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Job } from '../../../src/pipeline/job/job';
import { fixture } from '../../fixtures';
import { answer, jobsCli, told } from '../../support/jobsCli';
import { eventually, processesNaming } from '../../support/processes';

const { home, root, here, apart } = jobsCli();

/** Of some seconds. */
const longJob = async () =>
  answer(
    await here([
      'jobs',
      'create',
      '--kind',
      'video',
      '-i',
      await fixture('clip.mov'),
      '--codec',
      'h265',
      '--quality',
      'very_high',
    ]),
  );
const isEncoding = async () => (await processesNaming(root())).some((line) => line.includes('libx265'));

/** A worker in a process of its own, once it runs a job and ffmpeg encodes. */
async function busyWorker() {
  const started: ChildProcess[] = [];
  const ended = apart(['worker'], { onStart: (child) => started.push(child) });
  await eventually(isEncoding);
  return { child: started[0] as ChildProcess, ended };
}

test('runs what is queued, two at a time, tells each as it begins and ends, and ends when there is nothing left', async () => {
  const clip = await fixture('card-16x9.mp4');
  const ids = [];
  for (const kind of ['audio', 'image', 'audio'])
    ids.push(answer(await here(['jobs', 'create', '--kind', kind, '-i', clip])).id);
  const broken = answer(await here(['jobs', 'create', '--kind', 'audio', '-i', await fixture('no-audio.mp4')])).id;
  const run = await here(['worker', '--until-empty', '--concurrency', '2']);
  expect([run.code, run.stderr]).toEqual([0, '']);
  const lines = told(run);
  for (const id of ids)
    expect(lines.filter((job) => job.id === id).map(({ status }) => status)).toEqual(['processing', 'succeeded']);
  expect(lines.filter((job) => job.id === broken).map(({ status }) => status)).toEqual(['processing', 'failed']);
  const atOnce = lines.reduce<number[]>(
    (running, { status }) => [...running, (running.at(-1) ?? 0) + (status === 'processing' ? 1 : -1)],
    [],
  );
  expect(Math.max(...atOnce)).toBe(2);
});

test('on a terminal it is a line an event', async () => {
  const { id } = answer(await here(['jobs', 'create', '--kind', 'audio', '-i', await fixture('no-audio.mp4')]));
  const { code, text } = await here(['worker', '--until-empty'], { terminal: true });
  expect(code).toBe(0);
  const [first, started, failed] = text.split('\n');
  expect(first).toBe(`Running jobs of ${home()}. Ctrl-C ends it: what runs then goes back into the queue.`);
  expect(started).toMatch(new RegExp(`^\\S+ \\S+  ${id}  processing  audio of /.*no-audio\\.mp4$`));
  expect(failed).toMatch(new RegExp(`^\\S+ \\S+  ${id}  failed  The input no-audio\\.mp4 has no audio\\.`));
});

test.each([
  ['--concurrency', '0'],
  ['--concurrency', 'all'],
  ['now', ''],
])('%s %s is refused', async (...words) => {
  const run = await here(['worker', ...words.filter((word) => word !== '')]);
  expect([run.code, answer(run).kind]).toEqual([2, 'request_invalid']);
});

test.each<NodeJS.Signals>(['SIGINT', 'SIGTERM'])(
  '%s is its end and no failure: what ran is in the queue again, and nothing is left',
  async (signal) => {
    const { id } = await longJob();
    const { child, ended } = await busyWorker();
    child.kill(signal);
    expect(await ended).toMatchObject({ code: 0, signal: null, stderr: '' });
    expect(answer(await here(['jobs', 'get', id]))).toMatchObject({ status: 'queued', attempts: { made: 0, most: 3 } });
    expect(await processesNaming(root())).toEqual([]);
    expect([await readdir(join(home(), 'work')), await readdir(join(root(), 'tmp'))]).toEqual([[], []]);
  },
);

/** What is promised. */
const WITHIN_MS = 5000;

test('a job is cancelled from another process while ffmpeg encodes: within 5 s its processes and its work folder are gone', async () => {
  const { id } = await longJob();
  const { child, ended } = await busyWorker();
  const cancelled = await apart(['jobs', 'cancel', id]);
  const at = performance.now();
  await eventually(async () => (await processesNaming(root())).length === 0);
  expect(performance.now() - at).toBeLessThan(WITHIN_MS);
  expect([cancelled.code, (JSON.parse(cancelled.lines[0] ?? '') as Job).status]).toEqual([0, 'cancelled']);
  expect([await readdir(join(home(), 'work')), await readdir(join(root(), 'tmp'))]).toEqual([[], []]);
  // The worker goes on.
  const next = answer(await here(['jobs', 'create', '--kind', 'audio', '-i', await fixture('card-16x9.mp4')]));
  await eventually(async () => answer(await here(['jobs', 'get', next.id])).status === 'succeeded');
  child.kill('SIGTERM');
  await ended;
});

test('a job whose process was killed is cancelled all the same', async () => {
  const { id } = await longJob();
  const { child, ended } = await busyWorker();
  child.kill('SIGKILL');
  await ended;
  const cancelled = await apart(['jobs', 'cancel', id]);
  expect([cancelled.code, (JSON.parse(cancelled.lines[0] ?? '') as Job).status]).toEqual([0, 'cancelled']);
  await eventually(async () => (await processesNaming(root())).length === 0);
  expect(await readdir(join(home(), 'work'))).toEqual([]);
});
