import type { Job } from '../../../src/pipeline/job/job';
import { AT, rows } from './support/rows';

const { store, stored, found, claimed, endedAt } = rows();
const HOUR = 3_600_000;
const ANY = { backends: ['local'], concurrency: 9, now: AT };
const ids = (jobs: readonly { id: string }[]) => jobs.map(({ id }) => id);

it('jobs come back as they were stored', async () => {
  const id = await stored({
    priority: 3,
    requestHash: 'abc',
    idempotencyKey: 'key',
    timeLimit: 1500,
    webhookUrl: 'https://hook/***',
    sealed: 's1.x.y',
    steps: { at: 'new' },
  });
  expect(found(id)).toMatchObject({
    id,
    status: 'queued',
    backend: 'local',
    request: { kind: 'video', options: {}, metadata: {}, input: { address: 'https://a/in.mov' }, output: null },
    state: { id, object: 'job', status: 'queued', created_at: AT },
    priority: 3,
    requestHash: 'abc',
    attempts: 0,
    losses: 0,
    token: 0,
    owner: null,
    published: false,
    timeLimit: 1500,
    endedAt: null,
    filesKept: true,
    webhookUrl: 'https://hook/***',
    sealed: 's1.x.y',
    steps: { at: 'new' },
  });
  expect(found(await stored())).toMatchObject({ timeLimit: null, webhookUrl: null, sealed: null, steps: null });
  const told = await stored({ webhookUrl: 'https://hook/', webhookEvents: ['job.queued', 'job.failed'] });
  expect(store().deliveries.of(told)).toMatchObject([{ type: 'job.queued' }]);
  expect(store().jobs.get('job_none')).toBeNull();
  expect(store().jobs.standing('job_none')).toBeNull();
  expect(store().jobs.standing(id)).toEqual({ status: 'queued', token: 0 });
});

it('jobs have a key that names one of them, until it is released', async () => {
  const first = await stored({ idempotencyKey: 'key' });
  await expect(stored({ idempotencyKey: 'key' })).rejects.toThrow('Its key is taken');
  expect(store().jobs.byKey('key')?.id).toBe(first);
  expect(store().jobs.byKey('other')).toBeNull();
  await store().jobs.releaseKey('key', AT);
  expect(store().jobs.byKey('key')?.id).toBe(first);
  await store().jobs.releaseKey('key', AT + 1);
  expect(store().jobs.byKey('key')).toBeNull();
  await stored({ idempotencyKey: 'key' });
});

it('jobs are listed newest first, twenty at most, and as a filter wants them', async () => {
  const all: string[] = [];
  for (let n = 0; n < 22; n += 1) all.push(await stored({}, n));
  expect(ids(store().jobs.page({}).jobs)).toEqual(all.toReversed().slice(0, 20));
  expect(ids(store().jobs.page({ order: 'asc', limit: 2 }).jobs)).toEqual(all.slice(0, 2));
  expect(ids(store().jobs.page({ before: all[2] ?? '' }).jobs)).toEqual([all[1], all[0]]);
  expect(ids(store().jobs.page({ after: all[19] ?? '' }).jobs)).toEqual([all[21], all[20]]);
  const other = await stored({}, 30, 'https://b/in.mov');
  const overHttp = await stored({
    request: {
      kind: 'audio',
      options: {},
      metadata: {},
      input: { address: 'x' },
      output: null,
      origin: 'http://127.0.0.1:1',
    },
  });
  await claimed(other, 'p', AT + 30);
  expect(ids(store().jobs.page({ input: 'https://b/in.mov' }).jobs)).toEqual([other]);
  expect(ids(store().jobs.page({ kind: 'audio' }).jobs)).toEqual([overHttp]);
  expect(ids(store().jobs.page({ status: 'processing' }).jobs)).toEqual([other]);
  expect(ids(store().jobs.page({ overHttp: true }).jobs)).toEqual([overHttp]);
  expect([store().jobs.count('queued'), store().jobs.count('processing')]).toEqual([23, 1]);
});

it('jobs are claimed by priority, then in order of arrival, when they are due, by a process that is known', async () => {
  const [low, high, later] = [await stored(), await stored({ priority: 1 }), await stored({}, 5)];
  const claim = (more: object = {}, owner = 'p') => store().jobs.claim(owner, { ...ANY, ...more });
  expect(await claim({}, 'nobody')).toBeNull();
  expect(await claim({ backends: ['other'] })).toBeNull();
  expect(await claim({ only: 'job_none' })).toBeNull();
  const first = await claim();
  expect(first).toMatchObject({ id: high, status: 'processing', owner: 'p', token: 1, attempts: 1 });
  expect(await claim({ concurrency: 1 })).toBeNull();
  expect((await claim())?.id).toBe(low);
  expect(await claim()).toBeNull();
  expect((await claim({ now: AT + 5 }))?.id).toBe(later);
});

it('jobs that a clock set back would make wait for more than an hour do not wait', async () => {
  const [hour, more] = [await stored({}, HOUR), await stored({}, HOUR + 1)];
  expect((await store().jobs.claim('p', ANY))?.id).toBe(more);
  expect(await store().jobs.claim('p', ANY)).toBeNull();
  expect((await store().jobs.claim('p', { ...ANY, now: AT + HOUR }))?.id).toBe(hour);
});

it('jobs show how far they have come, are published, and end', async () => {
  const job = await claimed(await stored());
  expect(await store().jobs.progress(job, { ...job.state, status: 'processing', input: 'as it is now' })).toBe(true);
  expect(found(job.id).state).toMatchObject({ input: 'as it is now' });
  expect(await store().jobs.publishing(job)).toBe(true);
  expect(found(job.id).published).toBe(true);
  expect(await endedAt(job, AT + 9, 'succeeded')).toBe(true);
  expect(found(job.id)).toMatchObject({ status: 'succeeded', endedAt: AT + 9, owner: null, token: 1 });
  for (const done of [store().jobs.progress(job, job.state), store().jobs.publishing(job), endedAt(job, AT)])
    expect(await done).toBe(false);
});

it('jobs that are to be cancelled are not published, and are told to their owner', async () => {
  const job = await claimed(await stored());
  const other = await claimed(await stored(), 'q');
  expect(await store().jobs.askToCancel(job.id)).toBe(true);
  expect(await store().jobs.publishing(job)).toBe(false);
  expect([store().jobs.isCancelled(job.id), store().jobs.isCancelled(other.id)]).toEqual([true, false]);
  expect([store().jobs.cancelled('p'), store().jobs.cancelled('q')]).toEqual([[job.id], []]);
  const waiting = await stored();
  expect(await store().jobs.askToCancel(waiting)).toBe(false);
  const cancelled: Job = { ...found(waiting).state, status: 'cancelled', finished_at: AT + 2 };
  expect(await store().jobs.cancelQueued(waiting, cancelled)).toBe(true);
  expect(found(waiting)).toMatchObject({ status: 'cancelled', endedAt: AT + 2, token: 1 });
  expect(await store().jobs.cancelQueued(job.id, cancelled)).toBe(false);
});

it.each([
  ['attempt', { attempts: 1, losses: 0 }],
  ['loss', { attempts: 0, losses: 1 }],
  ['nothing', { attempts: 0, losses: 0 }],
] as const)('a job put back into the queue costs it one of: %s', async (took, counts) => {
  for (const published of [true, undefined]) {
    const job = await claimed(await stored());
    await store().jobs.publishing(job);
    const { state } = job;
    expect(await store().jobs.requeue(job, { state, readyAt: AT + 7, took, ...(published && { published }) })).toBe(
      true,
    );
    expect(found(job.id)).toMatchObject({ status: 'queued', owner: null, published: published === true, ...counts });
    expect(await store().jobs.claim('p', { ...ANY, now: AT + 6, only: job.id })).toBeNull();
    expect(await claimed(job.id, 'q', AT + 7)).toMatchObject({ token: 2, owner: 'q' });
    expect(await store().jobs.requeue(job, { state, readyAt: AT, took })).toBe(false);
  }
});

it('jobs that failed can be tried again, as if nothing had been', async () => {
  const job = await claimed(await stored());
  expect(await store().jobs.retry(job.id, job.state, AT)).toBe(false);
  await store().jobs.publishing(job);
  await store().jobs.askToCancel(job.id);
  await endedAt(job, AT + 1);
  expect(await store().jobs.retry(job.id, { ...job.state, status: 'queued' }, AT + 2)).toBe(true);
  expect(found(job.id)).toMatchObject({ status: 'queued', attempts: 0, losses: 0, published: false, endedAt: null });
  expect(store().jobs.isCancelled(job.id)).toBe(false);
  const done = await claimed(await stored());
  await endedAt(done, AT, 'succeeded');
  expect(await store().jobs.retry(done.id, done.state, AT)).toBe(false);
});

it('jobs of a lost process, and of processes that nobody knows, are found', async () => {
  const [of, other] = [await claimed(await stored()), await claimed(await stored(), 'q')];
  expect(ids(store().jobs.ofLost('p'))).toEqual([of.id]);
  await store().processes.remove('q');
  expect(ids(store().jobs.ofLost('p'))).toEqual([of.id, other.id]);
  expect(ids(store().jobs.ofLost('x'))).toEqual([other.id]);
});

it('jobs lose their files, then are forgotten, when they ended long enough ago', async () => {
  const [job, runs] = [await claimed(await stored()), await claimed(await stored())];
  await endedAt(job, AT + 10);
  expect(store().jobs.withOldFiles(AT + 10)).toEqual([]);
  expect(ids(store().jobs.withOldFiles(AT + 11))).toEqual([job.id]);
  expect(await store().jobs.forget(AT + 11)).toBe(0);
  expect([await store().jobs.filesRemoved(job.id), await store().jobs.filesRemoved(runs.id)]).toEqual([1, 0]);
  expect(store().jobs.withOldFiles(AT + 11)).toEqual([]);
  expect(found(job.id).filesKept).toBe(false);
  expect(await store().jobs.forget(AT + 10)).toBe(0);
  expect(await store().jobs.forget(AT + 11)).toBe(1);
  expect(store().jobs.get(job.id)).toBeNull();
});
