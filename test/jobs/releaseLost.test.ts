import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Engine } from '../../src/jobs/engine';
import { resultFolder, workFolder } from '../../src/jobs/jobFiles';
import { identify, ownIdentity } from '../../src/pipeline/base/processIdentity';
import type { ProcessIdentity } from '../../src/pipeline/base/processIdentity';
import { releaseLost } from '../../src/jobs/releaseLost';
import type { StoredJob } from '../../src/jobs/store/storedJob';
import { anOrder, performing, testHome } from '../support/engine';

const { open } = testHome();
const never = new AbortController().signal;
/** No attempt here has begun to send anything. */
const access = () => Promise.reject(new Error('nobody has keys'));

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
async function claimed(
  { jobs, store }: Pick<Engine, 'jobs' | 'store'>,
  owner: string,
  identity: ProcessIdentity,
): Promise<StoredJob> {
  await jobs.create(anOrder());
  await store.processes.register({ ...identity, id: owner, role: 'cli', seenAt: 0 });
  const job = await store.jobs.claim(owner, { backends: ['local'], concurrency: 9, now: Date.now() });
  if (job === null) throw new Error('nothing to claim');
  return job;
}

it('ends what a lost process has left running, known by its number and its start', async () => {
  const engine = await open({ performers: { local: performing() } });
  const job = await claimed(engine, 'lost', GONE);
  const child = stray();
  await engine.store.children.add(job, child.identity);
  await engine.start();
  expect(await child.gone).toBe('SIGKILL');
  expect(await engine.jobs.ended(job.id, never)).toMatchObject({ status: 'succeeded', attempts: { made: 1 } });
  expect(engine.store.children.upTo({ ...job, token: 9 })).toEqual([]);
});

it('leaves a process alone that has the number of one that is gone', async () => {
  const engine = await open({ performers: { local: performing() } });
  const job = await claimed(engine, 'lost', GONE);
  const [later, elsewhere] = [stray(), stray()];
  await engine.store.children.add(job, { ...later.identity, started: `${later.identity.started}0` });
  await engine.store.children.add(job, { ...elsewhere.identity, namespace: 'pid:[1]' });
  await engine.start();
  expect((await engine.jobs.ended(job.id, never)).status).toBe('succeeded');
  expect([later.runs(), elsewhere.runs()]).toEqual([true, true]);
});

it('touches nothing of a later attempt: neither its processes nor its files', async () => {
  const engine = await open({ runs: false });
  const { home, store } = engine;
  const lost = await claimed(engine, 'lost', GONE);
  // Two find the process lost; the slower one has read the job when the other has put it back and it runs again.
  const slow = store.jobs.ofLost('lost');
  await releaseLost({ home, store, access, now: Date.now }, 'lost');
  await store.processes.register({ ...ownIdentity(), id: 'next', role: 'cli', seenAt: 0 });
  const next = await store.jobs.claim('next', { backends: ['local'], concurrency: 9, now: Date.now() });
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
  const stale = Object.assign(Object.create(store.jobs) as typeof store.jobs, { ofLost: () => slow });
  await releaseLost(
    { home, store: Object.assign(Object.create(store) as typeof store, { jobs: stale }), access, now: Date.now },
    'lost',
  );
  expect(
    [lost, next].map((each) => [existsSync(workFolder(home, each)), existsSync(resultFolder(home, each))]),
  ).toEqual([
    [false, false],
    [true, true],
  ]);
  expect(child.runs()).toBe(true);
  expect(store.children.upTo(next)).toEqual([child.identity]);
  expect(store.jobs.get(next.id)).toMatchObject({ status: 'processing', owner: 'next', token: next.token });
});

it('puts a job back as it was before the lost attempt', async () => {
  const { home, store, jobs } = await open({ runs: false });
  const lost = await claimed({ jobs, store }, 'lost', GONE);
  await releaseLost({ home, store, access, now: () => 1_800_000_000_000 }, 'lost');
  expect(jobs.get(lost.id)).toMatchObject({ status: 'queued', attempts: { made: 0 }, updated_at: 1_800_000_000_000 });
  expect(store.jobs.get(lost.id)).toMatchObject({ losses: 1, owner: null });
});

it('takes up a job whose process is not in the store', async () => {
  const engine = await open({ performers: { local: performing() } });
  const job = await claimed(engine, 'lost', ownIdentity());
  await engine.store.processes.remove('lost');
  await engine.start();
  expect((await engine.jobs.ended(job.id, never)).status).toBe('succeeded');
});

it('ends a job that was to be cancelled, and one that was lost too often', async () => {
  const engine = await open({ runs: false });
  const job = await claimed(engine, 'lost', GONE);
  await engine.store.jobs.askToCancel(job.id);
  await engine.start();
  expect(engine.jobs.get(job.id)).toMatchObject({ status: 'cancelled' });

  const other = await claimed(engine, 'process 0', GONE);
  for (const n of [1, 2, 3, 4, 5, 6]) {
    await releaseLost({ home: engine.home, store: engine.store, access, now: Date.now }, `process ${n - 1}`);
    await engine.store.processes.register({ ...GONE, id: `process ${n}`, role: 'cli', seenAt: 0 });
    await engine.store.jobs.claim(`process ${n}`, { backends: ['local'], concurrency: 9, now: Date.now() });
  }
  expect(engine.jobs.get(other.id)).toMatchObject({
    status: 'failed',
    error: { kind: 'worker_lost', message: expect.stringContaining('6 times') },
  });
  expect(existsSync(join(engine.home.work, `${other.id}.1`))).toBe(false);
});
