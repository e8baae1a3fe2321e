import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Engine } from '../../src/jobs/engine';
import { resultFolder, workFolder } from '../../src/jobs/jobFiles';
import { identify, ownIdentity } from '../../src/pipeline/base/processIdentity';
import type { ProcessIdentity } from '../../src/pipeline/base/processIdentity';
import { releaseLost } from '../../src/jobs/releaseLost';
import type { JobReader } from '../../src/jobs/store/port';
import type { StoredJob } from '../../src/jobs/store/storedJob';
import { anOrder, performing, testHome, filesOf, storeOf, ANY_JOB } from '../support/engine';

const { open } = testHome();
const never = new AbortController().signal;

/** Processes that outlive whoever started them: nothing ties them to anything. */
const strays: ChildProcess[] = [];
afterEach(() => {
  for (const { pid } of strays.splice(0)) {
    try {
      process.kill(-(pid ?? 0), 'SIGKILL');
    } catch {
      // It was ended, as it should be.
    }
  }
});

function stray(): { identity: ProcessIdentity; gone: Promise<NodeJS.Signals | null>; runs: () => boolean } {
  const child = spawn('sleep', ['1000'], { detached: true, stdio: 'ignore' });
  strays.push(child);
  const gone = new Promise<NodeJS.Signals | null>((resolve) => child.once('exit', (_, signal) => resolve(signal)));
  const identity = identify(child.pid ?? 0);
  if (identity === null) throw new Error('sleep did not start');
  return { identity, gone, runs: () => child.exitCode === null && child.signalCode === null };
}

/** A process of the store that has ended without a word. */
const GONE: ProcessIdentity = { ...ownIdentity(), started: 'long ago' };

/** A job that a process has claimed. */
async function claimed(engine: Engine, owner: string, identity: ProcessIdentity): Promise<StoredJob> {
  const [{ jobs }, store] = [engine, storeOf(engine)];
  await jobs.create(anOrder());
  await store.workers.register({ ...identity, id: owner, role: 'cli', seenAt: 0 });
  const job = await store.queue.claim(owner, { ...ANY_JOB, now: Date.now() });
  if (job === null) throw new Error('nothing to claim');
  return job;
}

it('ends what a lost process has left running, known by its number and its start', async () => {
  const engine = await open({ performers: { local: performing() } });
  const job = await claimed(engine, 'lost', GONE);
  const child = stray();
  await storeOf(engine).children.add(job, child.identity);
  await engine.start();
  expect(await child.gone).toBe('SIGKILL');
  expect(await engine.jobs.ended(job.id, never)).toMatchObject({ status: 'succeeded', attempts: { made: 1 } });
  expect(await storeOf(engine).children.upTo({ ...job, token: 9 })).toEqual([]);
});

it('leaves a process alone that has the number of one that is gone', async () => {
  const engine = await open({ performers: { local: performing() } });
  const job = await claimed(engine, 'lost', GONE);
  const [later, elsewhere] = [stray(), stray()];
  await storeOf(engine).children.add(job, { ...later.identity, started: `${later.identity.started}0` });
  await storeOf(engine).children.add(job, { ...elsewhere.identity, namespace: 'pid:[1]' });
  await engine.start();
  expect((await engine.jobs.ended(job.id, never)).status).toBe('succeeded');
  expect([later.runs(), elsewhere.runs()]).toEqual([true, true]);
});

it('touches nothing of a later attempt: neither its processes nor its files', async () => {
  const engine = await open({ runs: false });
  const [home, store] = [engine.home, storeOf(engine)];
  const lost = await claimed(engine, 'lost', GONE);
  // Two find the process lost; the slower one has read the job when the other has put it back and it runs again.
  const slow = await store.reader.ofLost('lost');
  await releaseLost({ files: filesOf(engine), store, now: Date.now }, 'lost');
  await store.workers.register({ ...ownIdentity(), id: 'next', role: 'cli', seenAt: 0 });
  const next = await store.queue.claim('next', { ...ANY_JOB, now: Date.now() });
  if (next === null) throw new Error('nothing to claim');
  const child = stray();
  await store.children.add(next, child.identity);
  for (const folder of [
    workFolder(home, lost),
    workFolder(home, next),
    resultFolder(home, lost),
    resultFolder(home, next),
  ])
    mkdirSync(folder, { recursive: true });
  const stale: JobReader = Object.assign(Object.create(store.reader) as JobReader, { ofLost: async () => slow });
  await releaseLost({ files: filesOf(engine), store: { ...store, reader: stale }, now: Date.now }, 'lost');
  expect(
    [lost, next].map((each) => [existsSync(workFolder(home, each)), existsSync(resultFolder(home, each))]),
  ).toEqual([
    [false, false],
    [true, true],
  ]);
  expect(child.runs()).toBe(true);
  expect(await store.children.upTo(next)).toEqual([child.identity]);
  expect(await store.reader.get(next.id)).toMatchObject({ status: 'processing', owner: 'next', token: next.token });
});

it('puts a job back as it was before the lost attempt', async () => {
  const engine = await open({ runs: false });
  const store = storeOf(engine);
  const lost = await claimed(engine, 'lost', GONE);
  await releaseLost({ files: filesOf(engine), store, now: () => 1_800_000_000_000 }, 'lost');
  expect(await engine.jobs.get(lost.id)).toMatchObject({
    status: 'queued',
    attempts: { made: 0 },
    updated_at: 1_800_000_000_000,
  });
  expect(await store.reader.get(lost.id)).toMatchObject({ losses: 1, owner: null, status: 'queued' });
});

it('leaves what a hosted API works on to whoever drives it next: nothing of it is counted as lost', async () => {
  const engine = await open({ runs: false });
  const store = storeOf(engine);
  const driven = { steps: { at: 'rendering' }, tasks: ['render' as const] };
  const { id } = await engine.jobs.create(anOrder({ backend: 'swiftia', driven }));
  await store.workers.register({ ...GONE, id: 'lost', role: 'cli', seenAt: 0 });
  const lost = await store.driven.take(id, 'lost');
  await releaseLost({ files: filesOf(engine), store, now: Date.now }, 'lost');
  expect(await store.reader.get(id)).toMatchObject({
    status: 'processing',
    owner: null,
    token: (lost?.token ?? NaN) + 1,
    losses: 0,
    steps: { at: 'rendering' },
  });
  expect(await store.driven.take(id, 'lost')).toBeNull();
  await store.workers.register({ ...ownIdentity(), id: 'next', role: 'cli', seenAt: 0 });
  expect(await store.driven.take(id, 'next')).toMatchObject({ steps: { at: 'rendering' } });
});

it('takes up a job whose process is not in the store', async () => {
  const engine = await open({ performers: { local: performing() } });
  const job = await claimed(engine, 'lost', ownIdentity());
  await storeOf(engine).workers.remove('lost');
  await engine.start();
  expect((await engine.jobs.ended(job.id, never)).status).toBe('succeeded');
});

it('ends a job that was to be cancelled, and one that was lost too often', async () => {
  const engine = await open({ runs: false });
  const job = await claimed(engine, 'lost', GONE);
  await storeOf(engine).queue.askToCancel(job.id);
  await engine.start();
  expect(await engine.jobs.get(job.id)).toMatchObject({ status: 'cancelled' });

  const other = await claimed(engine, 'process 0', GONE);
  for (const n of [1, 2, 3, 4, 5, 6]) {
    await releaseLost({ files: filesOf(engine), store: storeOf(engine), now: Date.now }, `process ${n - 1}`);
    await storeOf(engine).workers.register({ ...GONE, id: `process ${n}`, role: 'cli', seenAt: 0 });
    await storeOf(engine).queue.claim(`process ${n}`, { ...ANY_JOB, now: Date.now() });
  }
  expect(await engine.jobs.get(other.id)).toMatchObject({
    status: 'failed',
    error: { kind: 'worker_lost', message: expect.stringContaining('6 times') },
  });
  expect(existsSync(join(engine.home.work, `${other.id}.1`))).toBe(false);
});
