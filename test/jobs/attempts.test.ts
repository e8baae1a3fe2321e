import { mayRetry, queuedAgain, retryDelay } from '../../src/jobs/attempts';
import { createJob } from '../../src/pipeline/job/job';
import { mediaError } from '../../src/pipeline/errors/mediaError';

it.each([
  [1, 0, 0],
  [1, 0.5, 2_500],
  [1, 0.9999, 4_999],
  [2, 0.9999, 9_999],
  [7, 0.9999, 299_970],
  [30, 0.9999, 299_970],
])('after attempt %d, with chance %d, it waits %d ms', (made, random, expected) =>
  expect(retryDelay(made, random)).toBe(expected),
);

it('tries again what may pass, three times in all', () => {
  const passing = mediaError('download_failed', { input: 'x', why: 'y' });
  expect([1, 2, 3].map((made) => mayRetry(passing, made))).toEqual([true, true, false]);
  expect(mayRetry(mediaError('no_audio_stream', { input: 'x' }), 1)).toBe(false);
});

it('a job that is queued again is the same job with new tasks', () => {
  const job = {
    ...createJob({ kind: 'video', input: 'in.mov', options: { width: 8 }, metadata: { a: 1 } }, 5),
    webhook_url: 'https://hook.example/',
  };
  const again = queuedAgain({ ...job, status: 'failed', error: { kind: 'disk_full', message: 'x' } }, 2, 9);
  expect(again).toMatchObject({
    id: job.id,
    status: 'queued',
    error: null,
    created_at: 5,
    updated_at: 9,
    options: { width: 8 },
    metadata: { a: 1 },
    webhook_url: 'https://hook.example/',
    attempts: { made: 2, most: 3 },
  });
  expect(again.tasks.map(({ status }) => status)).toEqual(['waiting', 'waiting', 'waiting', 'waiting']);
  expect(again.tasks[0]?.id).not.toBe(job.tasks[0]?.id);
});
