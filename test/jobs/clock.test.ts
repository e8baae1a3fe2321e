import { mediaError } from '../../src/pipeline/errors';
import { JobProgress } from '../../src/pipeline/tasks/jobProgress';
import type { Performer } from '../../src/jobs/performLocally';
import { anOrder, performing, testHome } from '../support/engine';

const { open } = testHome();
const never = new AbortController().signal;
const DAY = 86_400_000;

it.each([
  ['forwards', DAY],
  ['backwards', -DAY],
])('a clock set %s while jobs run and wait: each runs once and ends', async (_, by) => {
  let now = Date.now();
  const ran: string[] = [];
  const performers = {
    local: performing(({ job }) => {
      ran.push(job.id);
      if (ran.length === 2) now += by;
    }),
  };
  const [one, other] = [
    await open({ performers, concurrency: 2, now: () => now }),
    await open({ performers, concurrency: 2, now: () => now }),
  ];
  const jobs = [];
  for (let at = 0; at < 6; at++) jobs.push(await one.jobs.create(anOrder()));
  await one.start();
  await other.start();
  for (const { id } of jobs) expect(await one.jobs.ended(id, never)).toMatchObject({ status: 'succeeded' });
  expect(ran.sort()).toEqual(jobs.map(({ id }) => id).sort());
});

it('a wait for the next attempt that a clock set back would make endless is not waited for', async () => {
  let now = Date.now();
  let failed = false;
  const performer: Performer = (attempt) => {
    if (failed) return performing()(attempt);
    failed = true;
    const error = mediaError('download_failed', { input: 'x', why: 'y' });
    return Promise.resolve({
      job: new JobProgress(attempt.queued, () => now, attempt.onChange).fail(error, []),
      error,
    });
  };
  const engine = await open({ performers: { local: performer }, now: () => now, random: () => 0.99 });
  const { id } = await engine.jobs.create(anOrder());
  const requeued = new Promise<void>((resolve) =>
    engine.jobs.subscribe(({ type, job }) => type === 'job.queued' && job.attempts?.made === 1 && resolve()),
  );
  await engine.start();
  await requeued;
  now -= DAY;
  expect(await engine.jobs.ended(id, never)).toMatchObject({ status: 'succeeded', attempts: { made: 2 } });
});
