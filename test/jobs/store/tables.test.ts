import { AT, rows } from './support/rows';

const { store, stored, claimed, endedAt } = rows();
const HOUR = 3_600_000;

it('processes beat, until others take them for lost', async () => {
  expect(store().processes.all()).toContainEqual({
    id: 'p',
    pid: 7,
    started: 's',
    namespace: 'n',
    role: 'cli',
    beat: 0,
    seenAt: AT,
  });
  expect(await store().processes.beat('p', AT + 3)).toBe(true);
  expect(
    store()
      .processes.all()
      .map(({ id, beat, seenAt }) => [id, beat, seenAt]),
  ).toEqual([
    ['p', 1, AT + 3],
    ['q', 0, AT],
  ]);
  await store().processes.remove('p');
  expect(await store().processes.beat('p', AT + 4)).toBe(false);
});

it('the processes that a job has started are known by attempt', async () => {
  const of = (pid: number) => ({ pid, started: `at ${pid}`, namespace: 'n' });
  const claim = (token: number) => ({ id: 'job', token });
  for (const [token, pid] of [
    [1, 11],
    [1, 12],
    [2, 21],
  ] as const)
    await store().children.add(claim(token), of(pid));
  await store().children.add({ id: 'other', token: 1 }, of(11));
  expect(store().children.upTo(claim(1))).toEqual([of(11), of(12)]);
  await store().children.remove(claim(1), 11);
  expect(store().children.upTo(claim(2))).toEqual([of(12), of(21)]);
  await store().children.forgetUpTo(claim(1));
  expect(store().children.upTo(claim(2))).toEqual([of(21)]);
  expect(store().children.upTo({ id: 'other', token: 1 })).toEqual([of(11)]);
});

it('a message is seen once, until it is taken back or forgotten', async () => {
  const first = (source: string, id: string) => store().seen.firstTime(source, id, AT);
  expect([await first('a', '1'), await first('a', '1'), await first('b', '1'), await first('a', '2')]).toEqual([
    true,
    false,
    true,
    true,
  ]);
  await store().seen.takeBack('a', '1');
  expect([await first('a', '1'), await first('b', '1')]).toEqual([true, false]);
  await store().seen.forget(AT);
  expect(await first('a', '2')).toBe(false);
  await store().seen.forget(AT + 1);
  expect(await first('a', '2')).toBe(true);
});

describe('what has happened to a job', () => {
  it('is told in order, and the newest are kept', async () => {
    expect(store().events.last()).toBe(0);
    const job = await claimed(await stored());
    await store().jobs.progress(job, { ...job.state, status: 'processing', updated_at: AT + 1 });
    await store().jobs.progress(job, {
      ...job.state,
      status: 'processing',
      updated_at: AT + 2,
      output: 'as it was then',
    });
    await store().jobs.end(job, { ...job.state, status: 'succeeded', updated_at: AT + 3, finished_at: AT + 3 });
    const told = store().events.after(0);
    expect(told.map(({ seq, type, at }) => [seq, type, at])).toEqual([
      [1, 'job.queued', AT],
      [2, 'job.started', AT + 1],
      [3, 'job.progress', AT + 2],
      [4, 'job.succeeded', AT + 3],
    ]);
    expect(told[2]?.job).toMatchObject({ id: job.id, output: 'as it was then' });
    expect(
      store()
        .events.after(3)
        .map(({ seq }) => seq),
    ).toEqual([4]);
    await store().events.forgetAllBut(2);
    expect(
      store()
        .events.after(0)
        .map(({ seq }) => seq),
    ).toEqual([3, 4]);
    expect(store().events.last()).toBe(4);
  });

  it('is to be delivered where a webhook wants it', async () => {
    const wants = { webhookUrl: 'https://hook/a', sealed: 's1.x', webhookEvents: ['job.queued', 'job.failed'] };
    const id = await stored(wants);
    await stored();
    expect([store().deliveries.isDue(AT - 1), store().deliveries.isDue(AT)]).toEqual([false, true]);
    expect(await store().deliveries.claim('p', AT - 1)).toBeNull();
    expect(await store().deliveries.claim('p', AT, (url) => url !== 'https://hook/a')).toBeNull();
    const delivery = await store().deliveries.claim('p', AT, (url) => url === 'https://hook/a');
    expect(delivery).toMatchObject({
      id: expect.stringMatching(/^msg_[0-9a-f]{32}$/),
      job: id,
      url: 'https://hook/a',
      sealed: 's1.x',
      type: 'job.queued',
      at: AT,
      state: { id },
      origin: null,
      status: 'pending',
      tries: [],
      nextAt: AT,
    });
    expect(await store().deliveries.claim('q', AT)).toBeNull();
    const tries = [{ at: AT, status: 500, why: 'it answered 500' }];
    await store().deliveries.settle(delivery?.id ?? '', { status: 'pending', tries, nextAt: AT + 5 });
    expect(store().deliveries.of(id)).toMatchObject([{ status: 'pending', tries, nextAt: AT + 5 }]);
    expect((await store().deliveries.claim('p', AT + 5))?.id).toBe(delivery?.id);
    // Claims of a process that is gone are nobody's.
    await store().processes.remove('p');
    expect((await store().deliveries.claim('q', AT + 5))?.id).toBe(delivery?.id);
    await store().deliveries.giveUp(id);
    expect(store().deliveries.of(id)).toMatchObject([{ status: 'failed' }]);
    expect(store().deliveries.isDue(AT + HOUR)).toBe(false);
  });

  it('is sent by one process, also when another takes it between two statements', async () => {
    await stored({ webhookUrl: 'https://hook/', webhookEvents: ['job.queued'] });
    let stolen: Promise<unknown> = Promise.resolve(null);
    const mine = await store().deliveries.claim('p', AT, () => {
      stolen = store().deliveries.claim('q', AT);
      return true;
    });
    expect([mine, await stolen]).toMatchObject([null, { type: 'job.queued' }]);
  });

  it('is told with what a job that came over HTTP keeps to itself', async () => {
    const told = { webhookUrl: 'https://hook/', webhookEvents: ['job.queued'] };
    const input = { address: 'https://a/in.mov' };
    const request = { kind: 'video' as const, options: {}, metadata: {}, input, output: null };
    const [plain, overHttp] = [
      await stored(told),
      await stored({ ...told, sealed: 's1.y', request: { ...request, origin: 'http://127.0.0.1:1' } }),
    ];
    expect([await store().deliveries.claim('p', AT), await store().deliveries.claim('p', AT)]).toMatchObject([
      { job: plain, sealed: null, origin: null },
      { job: overHttp, sealed: 's1.y', origin: 'http://127.0.0.1:1' },
    ]);
  });

  it('of two messages that are due the older goes first, and where its receiver has its share, the other', async () => {
    const slow = await stored({ webhookUrl: 'https://slow/', webhookEvents: ['job.queued'] });
    const quick = await stored({ webhookUrl: 'https://quick/', webhookEvents: ['job.queued'] });
    expect((await store().deliveries.claim('p', AT, (url) => url !== 'https://slow/'))?.job).toBe(quick);
    expect((await store().deliveries.claim('p', AT))?.job).toBe(slow);
  });
});

describe('an execution that waits', () => {
  const wait = {
    url: 'https://n8n/resume?signature=canary',
    interval: 5,
    nextAt: AT + 100,
    limitAt: AT + 200,
    madeAt: AT,
  };
  const put = (execution: string, more: object = {}) => store().watches.put({ execution, jobs: [], ...wait, ...more });
  const due = (now: number) =>
    store()
      .watches.due(now, 50)
      .map(({ execution }) => execution);

  it('is kept with its address sealed, in place of what it waited for before', async () => {
    await put('1', { jobs: ['job_old'] });
    await put('1', { jobs: ['job_a'] });
    const watch = store().watches.get('1');
    if (watch === null) throw new Error('it is there');
    expect(watch).toMatchObject({ execution: '1', jobs: ['job_a'], interval: 5, nextAt: AT + 100, failures: 0 });
    expect(watch).toMatchObject({ limitAt: AT + 200, madeAt: AT });
    expect(watch.sealedUrl).not.toContain('canary');
    expect(await store().watches.urlOf(watch)).toBe(wait.url);
    expect(await store().watches.urlOf({ ...watch, sealedUrl: 'https://n8n/old' })).toBe('https://n8n/old');
    // It opens for this execution alone.
    await expect(store().watches.urlOf({ ...watch, execution: '2' })).rejects.toMatchObject({
      kind: 'secrets_unreadable',
    });
    expect(store().watches.get('2')).toBeNull();
    await store().watches.remove(watch);
    expect(store().watches.get('1')).toBeNull();
  });

  it('is due at its time, and when its jobs have ended', async () => {
    const job = await claimed(await stored());
    await put('timed');
    await put('jobs', { jobs: [job.id], nextAt: AT + 150, limitAt: AT + 1000 });
    expect([due(AT + 99), due(AT + 100)]).toEqual([[], ['timed']]);
    await endedAt(job, AT);
    expect(due(AT + 99)).toEqual(['jobs']);
  });

  it('is claimed once, put off and let go', async () => {
    await put('1');
    const watch = store().watches.get('1');
    if (watch === null) throw new Error('it is there');
    expect(await store().watches.claim(watch, AT + 120)).toBe(true);
    expect(await store().watches.claim(watch, AT + 130)).toBe(false);
    expect(store().watches.get('1')).toMatchObject({ nextAt: AT + 120, failures: 1 });
    await store().watches.postpone(watch, AT + 140);
    expect(store().watches.get('1')).toMatchObject({ nextAt: AT + 140, failures: 1 });
    // After a poke neither its limit nor its jobs make it due: the time for the next one does.
    await put('2', { nextAt: AT + 190, limitAt: AT + 10 });
    expect(due(AT + 10)).toContain('2');
  });
});
