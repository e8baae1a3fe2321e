import { DatabaseSync } from 'node:sqlite';
import type { Job } from '../../../../src/pipeline/job/job';
import { anOrder, performing, testHome, storeOf, ANY_JOB } from '../../../support/engine';

const { open, env } = testHome();

const metadata = { note: 'm'.repeat(50_000) };
const order = anOrder({
  request: { kind: 'video', options: { width: 320 }, metadata },
  webhookUrl: 'https://hooks.example/x?token=t',
  webhookEvents: ['job.queued', 'job.succeeded'],
});
const idle = { performers: { local: performing() } };

/** Rows of the store, as they lie there. */
function stored(path: string, sql: string): Record<string, unknown>[] {
  const db = new DatabaseSync(path, { readOnly: true });
  const rows = db.prepare(sql).all();
  db.close();
  return rows;
}

it('what is stored of an event is what may change; what is told of it is the whole job, as it was then', async () => {
  // Not started: what is claimed here nobody else sends.
  const engine = await open(idle);
  const { queue, events, outbox, workers } = storeOf(engine);
  await engine.jobs.create(order);
  await workers.register({ id: 'p', pid: 1, started: '', namespace: '', role: 'test', seenAt: 0 });
  const claimed = await queue.claim('p', { ...ANY_JOB, now: Date.now() + 1_000 });
  if (claimed === null) throw new Error('There is no job.');
  const at = claimed.state.created_at;
  const begun: Job = { ...claimed.state, status: 'processing', started_at: at + 1, updated_at: at + 1 };
  const ended: Job = { ...begun, status: 'succeeded', output: '/out.mp4', finished_at: at + 2, updated_at: at + 2 };
  await queue.progress(claimed, begun);
  await queue.end(claimed, ended);

  expect(claimed.state).toMatchObject({
    metadata,
    options: { width: 320 },
    webhook_url: 'https://hooks.example/x?token=***',
  });
  // No field is missing, and none is where it was not.
  expect((await events.after(0)).map(({ type, job }) => [type, job])).toEqual([
    ['job.queued', claimed.state],
    ['job.started', begun],
    ['job.succeeded', ended],
  ]);
  const sent = [await outbox.claim('p', at + 10), await outbox.claim('p', at + 10)];
  expect(sent.map((delivery) => [delivery?.type, delivery?.state])).toEqual([
    ['job.queued', claimed.state],
    ['job.succeeded', ended],
  ]);
  for (const [table, count] of Object.entries({ event: 3, delivery: 2 })) {
    const rows = stored(engine.home.store, `SELECT octet_length(state) AS size FROM ${table}`);
    expect([rows.length, rows.filter(({ size }) => Number(size) > 5_000)]).toEqual([count, []]);
  }
});

it('events and deliveries that an older version has stored whole are told as they are', async () => {
  const engine = await open(idle);
  const { id } = await engine.jobs.create(order);
  const db = new DatabaseSync(engine.home.store);
  const was = { ...((await engine.jobs.get(id)) as Job), input: 'as it was', metadata: { old: true } };
  db.prepare("INSERT INTO event (job, type, at, state) VALUES (?, 'job.queued', 1, ?)").run(id, JSON.stringify(was));
  db.close();
  expect((await storeOf(engine).events.after(0)).at(-1)?.job).toEqual(was);
});

it('events are told without what only a row had that is gone or damaged; damaged events are not told', async () => {
  const engine = await open(idle);
  const { id } = await engine.jobs.create(order);
  const db = new DatabaseSync(engine.home.store);
  db.exec("INSERT INTO event (job, type, at, state) SELECT 'job_gone', type, at, state FROM event");
  db.exec("INSERT INTO event (job, type, at, state) SELECT job, type, at, '{' FROM event");
  // Without an event of its own.
  db.exec(`DROP TRIGGER job_changed; UPDATE job SET state = '{'`);
  db.close();
  const nothing = { id, input: '', options: {}, metadata: {} };
  expect((await storeOf(engine).events.after(0)).map(({ job }) => job)).toMatchObject([nothing, nothing]);
});

it('a store of version 2 is opened: its events stay readable, and the next ones are short', async () => {
  const engine = await open(idle);
  const { id, input } = await engine.jobs.create(order);
  const { id: remote } = await engine.jobs.create({ ...order, origin: 'https://jobs.example' });
  await engine.stop();
  const whole = (row: string) => `CREATE TRIGGER ${row} BEGIN INSERT INTO event (job, type, at, state)`;
  const db = new DatabaseSync(engine.home.store);
  db.exec(`DROP TRIGGER job_queued; DROP TRIGGER job_changed; DELETE FROM event; PRAGMA user_version = 2;
    DROP INDEX job_input; DROP INDEX job_listed;
    ALTER TABLE job DROP COLUMN input; ALTER TABLE job DROP COLUMN over_http;
    ALTER TABLE job DROP COLUMN lane; ALTER TABLE job DROP COLUMN tenant;
    ${whole('job_queued AFTER INSERT ON job')} VALUES (NEW.id, 'job.queued', 1, NEW.state); END;
    ${whole('job_changed AFTER UPDATE OF state ON job')} VALUES (NEW.id, 'job.progress', 1, NEW.state); END;
    UPDATE job SET state = state`);
  db.close();

  const again = await open({ ...idle, env: env() });
  const listed = async (filter: object) => (await again.jobs.list(filter)).map((job) => job.id);
  expect([await listed({ input }), await listed({ overHttp: true }), await listed({ input: 'another' })]).toEqual([
    [remote, id],
    [remote],
    [],
  ]);
  await again.jobs.cancel(id);
  expect(await storeOf(again).events.after(0)).toMatchObject([
    { type: 'job.progress', job: { id, metadata } },
    { type: 'job.progress', job: { id: remote, metadata } },
    { type: 'job.cancelled', job: { id, metadata, status: 'cancelled' } },
  ]);
  const sizes = stored(again.home.store, 'SELECT octet_length(state) AS size FROM event ORDER BY seq');
  expect(sizes.map(({ size }) => Number(size) > 50_000)).toEqual([true, true, false]);
});

it('a page of jobs ends where its bytes do, and the next one goes on; one that is larger than a page is one', async () => {
  const engine = await open(idle);
  for (let number = 0; number < 5; number++) await engine.jobs.create(anOrder({ request: order.request }));
  const all = (await engine.jobs.list({ limit: 100 })).map(({ id }) => id);
  const seen: string[] = [];
  for (let hasMore = true; hasMore;) {
    const last = seen.at(-1);
    const page = await engine.jobs.page({ limit: 100, bytes: 110_000, ...(last !== undefined && { before: last }) });
    seen.push(...page.jobs.map(({ id }) => id));
    ({ hasMore } = page);
    expect(page.jobs.length).toBeLessThanOrEqual(2);
  }
  expect(seen).toEqual(all);
  expect(await engine.jobs.page({ bytes: 1 })).toMatchObject({ jobs: [{ id: all[0] }], hasMore: true });
  expect(await engine.jobs.page({ limit: 5 })).toMatchObject({ hasMore: false });
  expect((await engine.jobs.page({ limit: 4, order: 'asc' })).jobs.map(({ id }) => id)).toEqual(
    all.toReversed().slice(0, 4),
  );
});
