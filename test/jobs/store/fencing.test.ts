import { queuedAgain } from '../../../src/jobs/attempts';
import type { StoredJob } from '../../../src/jobs/store/storedJob';
import type { Store } from '../../../src/jobs/store/store';
import { failedJob } from '../../../src/pipeline/job/jobProgress';
import { anOrder, testHome } from '../../support/engine';
import { mediaError } from '../../../src/pipeline/errors/mediaError';

const { open } = testHome();
const never = { backends: ['local'], concurrency: 9 };

/** A job that was taken from its first claimer, who does not know, and was claimed by another one. */
async function claimedTwice(): Promise<{ store: Store; first: StoredJob; second: StoredJob }> {
  const { store, jobs } = await open({ runs: false });
  await jobs.create(anOrder());
  for (const id of ['a', 'b'])
    await store.processes.register({ id, pid: 1, started: '', namespace: '', role: 'test', seenAt: 0 });
  const claim = async (owner: string): Promise<StoredJob> => {
    const job = await store.jobs.claim(owner, { ...never, now: Date.now() });
    if (job === null) throw new Error('There is no job');
    return job;
  };
  const first = await claim('a');
  const state = queuedAgain(first.state, 0, Date.now());
  expect(await store.jobs.requeue(first, { state, readyAt: Date.now(), took: 'loss' })).toBe(true);
  return { store, first, second: await claim('b') };
}

const ended = ({ state }: StoredJob) => failedJob(state, mediaError('cancelled', {}), Date.now);

/** All that a claimer may say of its job. */
const SAYS: [string, (store: Store, job: StoredJob) => Promise<boolean>][] = [
  ['end', (store, job) => store.jobs.end(job, ended(job))],
  ['progress', (store, job) => store.jobs.progress(job, { ...job.state, status: 'processing' })],
  ['publishing', (store, job) => store.jobs.publishing(job)],
  ['requeue', (store, job) => store.jobs.requeue(job, { state: job.state, readyAt: 0, took: 'attempt' })],
];

it.each(SAYS)('%s: whoever claimed a job first has no say in it any more, the newest has', async (_, say) => {
  const { store, first, second } = await claimedTwice();
  expect(second.token).toBeGreaterThan(first.token);
  const before = store.jobs.get(first.id);
  expect(await say(store, first)).toBe(false);
  expect(store.jobs.get(first.id)).toEqual(before);
  expect(store.jobs.get(first.id)).toMatchObject({ status: 'processing', owner: 'b', token: second.token });
  expect(await say(store, second)).toBe(true);
});

it.each(SAYS)('%s: nothing is said of a job that has ended', async (_, say) => {
  const { store, second } = await claimedTwice();
  expect(await store.jobs.end(second, ended(second))).toBe(true);
  const before = store.jobs.get(second.id);
  expect(await say(store, second)).toBe(false);
  expect(store.jobs.get(second.id)).toEqual(before);
});

it('a drive that was left has no say in its job any more, the next has', async () => {
  const { store, jobs } = await open({ runs: false });
  const { id } = await jobs.create(
    anOrder({ backend: 'swiftia', driven: { steps: { at: 'new' }, tasks: ['render'] } }),
  );
  await store.processes.register({ id: 'a', pid: 1, started: '', namespace: '', role: 'test', seenAt: 0 });
  const first = await store.driven.take(id, 'a');
  if (first === null) throw new Error('There is no job');
  await store.driven.leave(first);
  const second = await store.driven.take(id, 'a');
  if (second === null) throw new Error('There is no job');
  const before = store.jobs.get(id);
  for (const state of [first.state, ended(first)])
    expect(await store.driven.step(first, { at: 'created' }, state)).toBe(false);
  await store.driven.leave(first);
  expect(store.jobs.get(id)).toEqual(before);
  expect(await store.driven.step(second, { at: 'created' }, second.state)).toBe(true);
});
