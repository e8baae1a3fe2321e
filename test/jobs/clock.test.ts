import { JobProgress } from '../../src/pipeline/job/jobProgress';
import type { Performer } from '../../src/jobs/performLocally';
import { ResultLinks } from '../../src/jobs/resultLinks';
import { afterAttempt } from '../../src/jobs/webhooks/schedule';
import { anOrder, performing, testHome, storeOf } from '../support/engine';
import { mediaError } from '../../src/pipeline/errors/mediaError';

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
  const requeued = new Promise<void>((resolve, reject) => {
    engine.jobs
      .subscribe(({ type, job }) => type === 'job.queued' && job.attempts?.made === 1 && resolve())
      .catch(reject);
  });
  await engine.start();
  await requeued;
  now -= DAY;
  expect(await engine.jobs.ended(id, never)).toMatchObject({ status: 'succeeded', attempts: { made: 2 } });
});

describe('a clock that was 400 days ahead once', () => {
  it('holds up no webhook', async () => {
    let now = Date.now() + 400 * DAY;
    const engine = await open({ runs: false, now: () => now });
    await engine.jobs.create(anOrder({ webhookUrl: 'https://hooks.example/x', webhookEvents: ['job.queued'] }));
    now -= 400 * DAY;
    expect(await storeOf(engine).outbox.isDue(now)).toBe(true);
    const message = await storeOf(engine).outbox.claim('me', now);
    expect(message?.type).toBe('job.queued');
    // What is to be tried again waits as long as it is to, by the clock that is right.
    const next = afterAttempt({ tries: [] }, { status: 500, why: '', retryAfter: 30 * DAY }, { now, random: 0.999 });
    await storeOf(engine).outbox.settle(message?.id ?? '', next);
    expect(await storeOf(engine).outbox.claim('me', now)).toBeNull();
  });

  it.each([0, 1, 5])('is no reason to leave a waiting execution alone (poked %d times by then)', async (pokes) => {
    const { watches } = await open({ runs: false });
    const now = Date.now();
    const then = now + 400 * DAY;
    const times = { interval: 5_000, nextAt: then + DAY, limitAt: then + DAY, madeAt: then };
    await watches.put({ execution: '7', url: 'http://127.0.0.1/x', jobs: [], ...times });
    const put = await watches.get('7');
    if (put !== null && pokes > 0) await watches.postpone(put, then + 300_000);
    for (let made = 1; made < pokes; made++) {
      const watch = await watches.get('7');
      if (watch !== null) await watches.claim(watch, then + 120_000);
    }
    expect(await watches.due(now, 300_000)).toHaveLength(1);
    expect(await watches.due(then, 300_000)).toHaveLength(0);
  });

  it('leaves no link to a result that works for longer than others', async () => {
    const { home } = await open({ runs: false });
    const now = Date.now();
    const link = (await ResultLinks.open(home, () => now + 400 * DAY)).to('http://127.0.0.1', 'job_1', 'a.mp4');
    const pass = link.split('/')[5] ?? '';
    const problemAt = async (time: number) => (await ResultLinks.open(home, () => time)).problemOf('job_1', pass);
    expect(await problemAt(now + 400 * DAY)).toBeNull();
    expect(await problemAt(now)).toBe('expired');
  });
});
