import { readFileSync } from 'node:fs';
import { swiftiaClient } from '../../../src/backends/swiftia/client';
import { driveStoredJob } from '../../../src/backends/swiftia/driveStoredJob';
import type { StoredDrive } from '../../../src/backends/swiftia/driveStoredJob';
import { placeSwiftiaJob } from '../../../src/backends/swiftia/placeJob';
import type { Engine } from '../../../src/jobs/engine';
import { keepHouse, retentionOf } from '../../../src/jobs/housekeeping';
import { serviceOf } from '../../../src/jobs/serviceOf';
import { anOrder, filesOf, performing, storeOf, testHome } from '../../support/engine';
import { expectError } from '../../support/expectError';
import { KEY, swiftiaDouble } from '../../support/swiftiaDouble';
import type { SwiftiaDouble } from '../../support/swiftiaDouble';

const home = testHome();
let double: SwiftiaDouble;
beforeEach(async () => {
  double = await swiftiaDouble();
});
afterEach(() => double.close());

const never = new AbortController().signal;
const limit = { turn: async () => undefined, hold: async () => undefined };
const pause = () => new Promise(setImmediate);
const started = async (options: Parameters<typeof home.open>[0] = {}): Promise<Engine> => {
  const engine = await home.open({ runs: false, ...options });
  await engine.start();
  return engine;
};
const place = (engine: Engine, idempotencyKey = 'key', more: object = {}) =>
  placeSwiftiaJob(serviceOf(engine), {
    input: 'talk.mp4',
    options: { name: 'Talk', render: { preset: 'FAST' }, ...more },
    metadata: { order: 7 },
    idempotencyKey,
  });
const drive = (engine: Engine, id: string, more: Partial<StoredDrive> = {}) =>
  driveStoredJob(serviceOf(engine), id, {
    client: swiftiaClient(double.access, { limit, pause }),
    until: 'ended',
    signal: never,
    pause,
    order: async () => ({ fileUrl: 'https://example.com/talk.mp4?token=canary' }),
    ...more,
  });

test('a job from order to shorts, as others see it', async () => {
  const engine = await started();
  const { id, status, tasks } = await place(engine);
  expect([status, tasks.map(({ kind }) => kind)]).toEqual(['queued', ['shorts', 'render']]);
  const job = await drive(engine, id);
  expect(job).toMatchObject({
    id,
    kind: 'shorts',
    status: 'succeeded',
    input: 'talk.mp4',
    metadata: { order: 7 },
    backend_job_id: 'cm3xg93fi0001',
    shorts: [{ status: 'succeeded' }, { status: 'succeeded' }],
  });
  expect(double.renders).toHaveLength(2);
  expect(double.asked.filter(({ path }) => path === '/api/render').map(({ body }) => body?.preset)).toEqual([
    'FAST',
    'FAST',
  ]);
  expect(await storeOf(engine).reader.get(id)).toMatchObject({
    status: 'succeeded',
    owner: null,
    endedAt: job.finished_at,
  });
  const types = (await storeOf(engine).events.after(0)).map(({ type }) => type);
  expect([types[0], types[1], types.at(-1)]).toEqual(['job.queued', 'job.started', 'job.succeeded']);
});

test('the store holds neither the key nor the address that was sent', async () => {
  const engine = await started();
  await drive(engine, (await place(engine)).id);
  const files = ['', '-wal'].map((ending) => readFileSync(`${engine.home.store}${ending}`, 'latin1')).join();
  expect(files).toContain('cm3xg93fi0001');
  for (const secret of [KEY, 'canary']) expect(files).not.toContain(secret);
});

test('the same order finds the stored job, however it ended; another one does not', async () => {
  const engine = await started();
  double.mishaps = { 'POST /jobs': ['cut after'] };
  const { id } = await place(engine);
  expect((await drive(engine, id)).error?.kind).toBe('outcome_unknown');
  expect((await place(engine)).id).toBe(id);
  expect((await drive(engine, id)).error?.kind).toBe('outcome_unknown');
  expect(double.jobs.size).toBe(1);
  await expectError(place(engine, 'key', { name: 'Other' }), 'idempotency_conflict');
  expect((await place(engine, 'key 2')).id).not.toBe(id);
});

test('of many who go on with a job at once, in two processes’ engines, one does and all hear of the end', async () => {
  const [one, other] = [await started(), await started()];
  const { id } = await place(one);
  const ended = await Promise.all([one, other, one, other].map((engine) => drive(engine, id)));
  expect(ended.map(({ status }) => status)).toEqual(Array(4).fill('succeeded'));
  expect([double.jobs.size, double.renders.length]).toEqual([1, 2]);
});

test('who only looks in does not wait for another', async () => {
  const engine = await started();
  const { id } = await place(engine);
  let looked: Promise<unknown> = Promise.resolve();
  double.onDone = (route) => {
    if (route === 'POST /jobs')
      looked = drive(engine, id, { until: 'waiting' }).then(({ status }) => expect(status).toBe('processing'));
  };
  await drive(engine, id);
  await looked;
});

test('an engine that leaves waits for what is on its way, and the next one goes on', async () => {
  const engine = await started();
  const { id } = await place(engine);
  let leaving: Promise<void> = Promise.resolve();
  double.onDone = (route) => {
    if (route === 'POST /jobs') leaving = engine.stop();
  };
  await expectError(drive(engine, id), 'cancelled');
  await leaving;
  const next = await started();
  expect(await next.jobs.get(id)).toMatchObject({ status: 'processing', backend_job_id: 'cm3xg93fi0001' });
  double.onDone = () => undefined;
  expect((await drive(next, id)).status).toBe('succeeded');
  expect([double.jobs.size, double.renders.length]).toEqual([1, 2]);
});

describe('cancelling', () => {
  test('a job that nobody drives ends it at once, and nothing more is paid for', async () => {
    const engine = await started();
    const { id } = await place(engine);
    await drive(engine, id, { until: 'created' });
    expect((await engine.jobs.cancel(id)).status).toBe('cancelled');
    expect((await drive(engine, id)).status).toBe('cancelled');
    expect(double.renders).toEqual([]);
  });

  test('one that is driven ends it as soon as its answer is there', async () => {
    const engine = await started();
    const { id } = await place(engine);
    double.course = [{ status: 'PROCESSING', progress: 1 }];
    const cancelOnce = async () => {
      if (!(await storeOf(engine).reader.isCancelled(id))) await engine.jobs.cancel(id);
    };
    double.onDone = (route) => {
      if (route === 'GET /jobs') void cancelOnce();
    };
    await drive(engine, id);
    expect(await engine.jobs.get(id)).toMatchObject({
      status: 'cancelled',
      error: { kind: 'cancelled' },
      backend_job_id: 'cm3xg93fi0001',
    });
  });
});

test('it cannot be retried by hand: what was paid for would be paid for again', async () => {
  const engine = await started();
  double.mishaps = { 'POST /jobs': [{ status: 500 }] };
  const { id } = await place(engine);
  await drive(engine, id);
  await expectError(engine.jobs.retry(id), 'job_ended');
});

test('workers of this machine neither run it nor leave room for it', async () => {
  const engine = await started({ runs: true, concurrency: 1, performers: { local: performing() } });
  double.course = [{ status: 'PROCESSING', progress: 1 }];
  const { id } = await place(engine);
  await drive(engine, id, { until: 'created' });
  const local = await engine.jobs.create(anOrder());
  expect((await engine.jobs.ended(local.id, AbortSignal.timeout(5_000))).status).toBe('succeeded');
  expect((await engine.jobs.get(id)).status).toBe('processing');
});

test('one that nobody goes on with is forgotten some day', async () => {
  const engine = await started();
  const { id } = await place(engine);
  await drive(engine, id, { until: 'created' });
  const week = 7 * 86_400_000;
  const keep = (now: number) =>
    keepHouse({ files: filesOf(engine), store: storeOf(engine), retention: retentionOf({}), now });
  await keep(Date.now() + week - 60_000);
  expect((await engine.jobs.get(id)).id).toBe(id);
  await keep(Date.now() + week + 60_000);
  await expectError(engine.jobs.get(id), 'job_not_found');
});
