import type { Job } from '../../../src/pipeline/job/job';
import { AT, HOUR, ids } from './rows';
import type { Rows } from './rows';

/** Jobs, from being stored to being forgotten. */
export function describeQueue({ store, other, stored, found, claimed, claim, endedAt }: Rows): void {
  it('jobs come back as they were stored', async () => {
    const id = await stored({
      priority: 3,
      requestHash: 'abc',
      idempotencyKey: 'key',
      timeLimit: 1500,
      webhookUrl: 'https://hook/***',
      sealed: 's1.x.y',
      runBy: 'drive',
      steps: { at: 'new' },
    });
    expect(await found(id)).toMatchObject({
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
      runBy: 'drive',
      steps: { at: 'new' },
    });
    expect(await found(await stored())).toMatchObject({
      timeLimit: null,
      webhookUrl: null,
      sealed: null,
      runBy: 'worker',
    });
    const told = await stored({ webhookUrl: 'https://hook/', webhookEvents: ['job.queued', 'job.failed'] });
    expect(await store().outbox.of(told)).toMatchObject([{ type: 'job.queued' }]);
    expect(await store().reader.get('job_none')).toBeNull();
    expect(await store().reader.standing('job_none')).toBeNull();
    expect(await store().reader.standing(id)).toEqual({ status: 'queued', token: 0 });
  });

  it('jobs have a key that names one of them, until it is released', async () => {
    const first = await stored({ idempotencyKey: 'key' });
    await expect(stored({ idempotencyKey: 'key' })).rejects.toThrow('Its key is taken');
    expect((await store().reader.byKey('key'))?.id).toBe(first);
    expect(await store().reader.byKey('other')).toBeNull();
    await store().queue.releaseKey('key', AT);
    expect((await store().reader.byKey('key'))?.id).toBe(first);
    await store().queue.releaseKey('key', AT + 1);
    expect(await store().reader.byKey('key')).toBeNull();
    await stored({ idempotencyKey: 'key' });
  });

  it('jobs are claimed by priority, then in order of arrival, when they are due, by a process that is known', async () => {
    const [low, high, later] = [await stored(), await stored({ priority: 1 }), await stored({}, 5)];
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
    expect((await claim())?.id).toBe(more);
    expect(await claim()).toBeNull();
    expect((await claim({ now: AT + HOUR }))?.id).toBe(hour);
  });

  it('jobs show how far they have come, are published, and end', async () => {
    const job = await claimed(await stored());
    expect(await store().queue.progress(job, { ...job.state, status: 'processing', input: 'as it is now' })).toBe(true);
    expect((await found(job.id)).state).toMatchObject({ input: 'as it is now' });
    expect(await store().queue.publishing(job)).toBe(true);
    expect((await found(job.id)).published).toBe(true);
    expect(await endedAt(job, AT + 9, 'succeeded')).toBe(true);
    expect(await found(job.id)).toMatchObject({ status: 'succeeded', endedAt: AT + 9, owner: null, token: 1 });
    for (const done of [store().queue.progress(job, job.state), store().queue.publishing(job), endedAt(job, AT)])
      expect(await done).toBe(false);
  });

  it('jobs that are to be cancelled are not published, and are told to their owner', async () => {
    const job = await claimed(await stored());
    const other = await claimed(await stored(), 'q');
    expect(await store().queue.askToCancel(job.id)).toBe(true);
    expect(await store().queue.publishing(job)).toBe(false);
    expect([await store().reader.isCancelled(job.id), await store().reader.isCancelled(other.id)]).toEqual([
      true,
      false,
    ]);
    expect([await store().reader.cancelled('p'), await store().reader.cancelled('q')]).toEqual([[job.id], []]);
    const waiting = await stored();
    expect(await store().queue.askToCancel(waiting)).toBe(false);
    const cancelled: Job = { ...(await found(waiting)).state, status: 'cancelled', finished_at: AT + 2 };
    expect(await store().queue.cancel(waiting, cancelled)).toBe(true);
    expect(await found(waiting)).toMatchObject({ status: 'cancelled', endedAt: AT + 2, token: 1 });
    expect(await store().queue.cancel(job.id, cancelled)).toBe(false);
  });

  it.each([
    ['attempt', { attempts: 1, losses: 0 }],
    ['loss', { attempts: 0, losses: 1 }],
    ['nothing', { attempts: 0, losses: 0 }],
  ] as const)('a job put back into the queue costs it one of: %s', async (took, counts) => {
    for (const published of [true, undefined]) {
      const job = await claimed(await stored());
      await store().queue.publishing(job);
      const { state } = job;
      expect(await store().queue.requeue(job, { state, readyAt: AT + 7, took, ...(published && { published }) })).toBe(
        true,
      );
      expect(await found(job.id)).toMatchObject({
        status: 'queued',
        owner: null,
        published: published === true,
        ...counts,
      });
      expect(await claim({ now: AT + 6, only: job.id })).toBeNull();
      expect(await claimed(job.id, 'q', AT + 7)).toMatchObject({ token: 2, owner: 'q' });
      expect(await store().queue.requeue(job, { state, readyAt: AT, took })).toBe(false);
    }
  });

  it('jobs that failed can be tried again, as if nothing had been', async () => {
    const job = await claimed(await stored());
    expect(await store().queue.retry(job.id, job.state, AT)).toBe(false);
    await store().queue.publishing(job);
    await store().queue.askToCancel(job.id);
    await endedAt(job, AT + 1);
    expect(await store().queue.retry(job.id, { ...job.state, status: 'queued' }, AT + 2)).toBe(true);
    expect(await found(job.id)).toMatchObject({
      status: 'queued',
      attempts: 0,
      losses: 0,
      published: false,
      endedAt: null,
    });
    expect(await store().reader.isCancelled(job.id)).toBe(false);
    const done = await claimed(await stored());
    await endedAt(done, AT, 'succeeded');
    expect(await store().queue.retry(done.id, done.state, AT)).toBe(false);
  });

  it('jobs of a lost process, and of processes that nobody knows, are found', async () => {
    const [of, other] = [await claimed(await stored()), await claimed(await stored(), 'q')];
    expect(ids(await store().reader.ofLost('p'))).toEqual([of.id]);
    await store().workers.remove('q');
    expect(ids(await store().reader.ofLost('p'))).toEqual([of.id, other.id]);
    expect(ids(await store().reader.ofLost('x'))).toEqual([other.id]);
  });

  it('jobs lose their files, then are forgotten, when they ended long enough ago', async () => {
    const [job, runs] = [await claimed(await stored()), await claimed(await stored())];
    await endedAt(job, AT + 10);
    expect(await store().reader.withOldFiles(AT + 10)).toEqual([]);
    expect(ids(await store().reader.withOldFiles(AT + 11))).toEqual([job.id]);
    expect(await store().queue.forget(AT + 11)).toBe(0);
    expect([await store().queue.filesRemoved(job.id), await store().queue.filesRemoved(runs.id)]).toEqual([
      true,
      false,
    ]);
    expect(await store().reader.withOldFiles(AT + 11)).toEqual([]);
    expect((await found(job.id)).filesKept).toBe(false);
    expect(await store().queue.forget(AT + 10)).toBe(0);
    expect(await store().queue.forget(AT + 11)).toBe(1);
    expect(await store().reader.get(job.id)).toBeNull();
  });

  it('jobs are claimed lane by lane, and those of one tenant alone where that is wanted', async () => {
    const plain = await stored();
    const long = await stored({ lane: 'long', tenant: 'one' });
    const two = await stored({ lane: 'long', tenant: 'two', priority: 1 });
    expect(await found(two)).toMatchObject({ lane: 'long', tenant: 'two' });
    expect(await claim({ lane: 'none' })).toBeNull();
    expect((await claim({ lane: 'long', tenant: 'one' }))?.id).toBe(long);
    expect(await claim({ lane: 'long', tenant: 'one' })).toBeNull();
    expect((await claim({ lane: 'long' }))?.id).toBe(two);
    expect((await claim())?.id).toBe(plain);
  });

  it('a process that ends at once lets go of its jobs, and of no other', async () => {
    const [job, others] = [await claimed(await stored()), await claimed(await stored(), 'q')];
    const driven = await stored({ backend: 'swiftia', runBy: 'drive', steps: {} });
    await store().driven.take(driven, 'p');
    store().queue.release('p', ({ state }) => ({ state, readyAt: AT, took: 'nothing', published: true }));
    expect(await found(job.id)).toMatchObject({ status: 'queued', owner: null, attempts: 0, losses: 0 });
    expect(await found(driven)).toMatchObject({ status: 'processing', owner: null, token: 2 });
    expect(await found(others.id)).toMatchObject({ status: 'processing', owner: 'q' });
    expect((await store().workers.all()).map(({ id }) => id)).toEqual(['q']);
  });

  it('what is stored is a copy: neither side changes the other\u2019s', async () => {
    const metadata: Record<string, unknown> = { my: 1 };
    const request = { kind: 'video' as const, options: {}, metadata, input: { address: 'x' }, output: null };
    const id = await stored({ request });
    metadata.my = 2;
    const first = await found(id);
    expect(first.request.metadata).toEqual({ my: 1 });
    first.request.metadata.my = 3;
    first.state.status = 'failed';
    expect(await found(id)).toMatchObject({ request: { metadata: { my: 1 } }, state: { status: 'queued' } });
  });

  it('a fraction of a number is rounded up', async () => {
    const id = await stored({ timeLimit: 1.2, priority: -0.5 });
    expect(await found(id)).toMatchObject({ timeLimit: 2, priority: 0 });
  });

  it('a store that was closed says so, and others go on', async () => {
    const gone = await other();
    expect(gone.isOpen).toBe(true);
    await gone.close();
    expect([gone.isOpen, store().isOpen]).toEqual([false, true]);
    await expect(gone.reader.count('queued')).rejects.toThrow();
    // It has nothing to say any more, and says it without a word.
    gone.queue.release('p', ({ state }) => ({ state, readyAt: AT, took: 'nothing' }));
    expect(await store().reader.count('queued')).toBe(0);
  });
}
