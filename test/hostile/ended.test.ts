import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Job } from '../../src/pipeline/job/job';
import { expectThisError } from '../support/expectError';
import { fakeProgram } from '../support/fakeBinary';
import { job, removeJobs, testBinaries } from '../support/job';
import type { EndedTestJob } from '../support/job';
import { children, expectNothingLeft } from './leftovers';

afterAll(removeJobs);

/** Runs a conversion of some seconds, and `act` on its ffmpeg's process id once it has begun to write. */
async function interrupted(act: (ffmpeg: number, abort: () => void) => void): Promise<EndedTestJob> {
  const controller = new AbortController();
  const acted: Promise<void>[] = [];
  const ended = await job(
    'video',
    'clip.mov',
    { codec: 'h265', quality: 'very_high' },
    {
      signal: controller.signal,
      onChange: (changed) => {
        if ((progressOf(changed) ?? 0) > 0 && acted.length === 0)
          acted.push(children().then(([ffmpeg = NaN]) => act(ffmpeg, () => controller.abort())));
      },
    },
  );
  await Promise.all(acted);
  expect(acted).toHaveLength(1);
  return ended;
}

const progressOf = ({ tasks }: Job): number | null => tasks[2]?.progress ?? null;

test.each<NodeJS.Signals>(['SIGKILL', 'SIGTERM'])(
  'an ffmpeg that gets %s from outside fails the job in a way that may be tried again',
  async (signal) => {
    const ended = await interrupted((ffmpeg) => process.kill(ffmpeg, signal));
    expect(expectThisError(ended.error, 'encode_killed', `ended from outside (${signal})`).retryable).toBe(true);
    expect(ended.job).toMatchObject({
      status: 'failed',
      output: null,
      tasks: [{ status: 'succeeded' }, { status: 'succeeded' }, { status: 'failed' }, { status: 'cancelled' }],
    });
    await expectNothingLeft(ended);
  },
);

test('an ffmpeg that crashes is no reason to try again', async () => {
  const ended = await interrupted((ffmpeg) => process.kill(ffmpeg, 'SIGSEGV'));
  expect(expectThisError(ended.error, 'encode_failed', 'ffmpeg crashed (SIGSEGV)').retryable).toBe(false);
  await expectNothingLeft(ended);
});

/** What is promised; half of it is the grace in which ffmpeg may end by itself. */
const WITHIN_MS = 5000;

test('a cancelled job ends', async () => {
  let at = 0;
  const ended = await interrupted((_, abort) => {
    at = Date.now();
    abort();
  });
  expect(Date.now() - at).toBeLessThan(WITHIN_MS);
  expectThisError(ended.error, 'cancelled');
  expect(ended.job).toMatchObject({
    status: 'cancelled',
    error: { kind: 'cancelled' },
    tasks: [{ status: 'succeeded' }, { status: 'succeeded' }, { status: 'cancelled' }, { status: 'cancelled' }],
  });
  await expectNothingLeft(ended);
});

test('also when its ffmpeg hangs and hears nothing', async () => {
  let at = 0;
  const ended = await interrupted((ffmpeg, abort) => {
    process.kill(ffmpeg, 'SIGSTOP');
    at = Date.now();
    abort();
  });
  expect(Date.now() - at).toBeLessThan(WITHIN_MS);
  expectThisError(ended.error, 'cancelled');
  await expectNothingLeft(ended);
});

test('also when ffmpeg has started a process of its own that does not heed a signal', async () => {
  const { ffmpeg, ffprobe } = await testBinaries();
  const controller = new AbortController();
  const started: string[] = [];
  const ended = await job(
    'video',
    'card-16x9.mp4',
    { quality: 'low' },
    {
      signal: controller.signal,
      onChange: (changed) => {
        if (changed.tasks[2]?.status === 'processing') controller.abort();
      },
      binaries: {
        warnings: [],
        ffprobe,
        ffmpeg: {
          ...ffmpeg,
          path: await stubborn((path) => {
            started.push(path);
          }, ffmpeg.path),
        },
      },
    },
  );
  expectThisError(ended.error, 'cancelled');
  expect(await readFile(started[0] ?? '', 'utf8')).toContain('trap');
  await expectNothingLeft(ended);
});

/** An ffmpeg that answers questions as the real one, and otherwise sits there with a child, both deaf to SIGTERM. */
async function stubborn(tell: (path: string) => void, real: string): Promise<string> {
  const { dir } = await job('image', 'grey.png', {});
  const path = await fakeProgram(
    join(dir, 'ffmpeg'),
    `case "$*" in *-progress*) trap '' TERM; sleep 1000 & wait; wait ;; *) exec ${real} "$@" ;; esac`,
  );
  tell(path);
  return path;
}

test('a job that is cancelled before it begins does nothing', async () => {
  const ended = await job('video', 'clip.mov', {}, { signal: AbortSignal.abort() });
  expectThisError(ended.error, 'cancelled');
  expect(ended.job.tasks.map(({ status }) => status)).toEqual(['cancelled', 'cancelled', 'cancelled', 'cancelled']);
  await expectNothingLeft(ended);
});

test.each([0, 1, 2, 3])('a job that is cancelled while task %i runs', async (n) => {
  const controller = new AbortController();
  const ended = await job(
    'animation',
    'animated.webp',
    { end: 1 },
    {
      signal: controller.signal,
      onChange: ({ tasks }) => {
        if (tasks[n]?.status === 'processing') controller.abort();
      },
    },
  );
  expectThisError(ended.error, 'cancelled');
  expect(ended.job.status).toBe('cancelled');
  await expectNothingLeft(ended);
});
