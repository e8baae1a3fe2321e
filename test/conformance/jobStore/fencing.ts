import type { JobStore } from '../../../src/jobs/store/port';
import type { StoredJob } from '../../../src/jobs/store/storedJob';
import { AT } from './rows';
import type { Rows } from './rows';

const ended = ({ state }: StoredJob): StoredJob['state'] => ({ ...state, status: 'failed', finished_at: AT + 9 });

/** All that a claimer may say of its job. */
const SAYS: [string, (store: JobStore, job: StoredJob) => Promise<boolean>][] = [
  ['end', (store, job) => store.queue.end(job, ended(job))],
  ['progress', (store, job) => store.queue.progress(job, { ...job.state, status: 'processing' })],
  ['publishing', (store, job) => store.queue.publishing(job)],
  ['requeue', (store, job) => store.queue.requeue(job, { state: job.state, readyAt: 0, took: 'attempt' })],
];

/** Who may say what of a job: whoever claimed it last, and nobody once it has ended. */
export function describeFencing({ store, other, stored, found, claimed }: Rows): void {
  /** A job that was taken from its first claimer, who does not know, and was claimed by another one. */
  async function claimedTwice(): Promise<{ first: StoredJob; second: StoredJob }> {
    const first = await claimed(await stored());
    const { state } = first;
    expect(await (await other()).queue.requeue(first, { state, readyAt: AT, took: 'loss' })).toBe(true);
    return { first, second: await claimed(first.id, 'q') };
  }

  it.each(SAYS)('%s: whoever claimed a job first has no say in it any more, the newest has', async (_, say) => {
    const { first, second } = await claimedTwice();
    expect(second.token).toBeGreaterThan(first.token);
    const before = await found(first.id);
    expect(await say(store(), first)).toBe(false);
    expect(await found(first.id)).toEqual(before);
    expect(before).toMatchObject({ status: 'processing', owner: 'q', token: second.token });
    expect(await say(store(), second)).toBe(true);
  });

  it.each(SAYS)('%s: nothing is said of a job that has ended', async (_, say) => {
    const { second } = await claimedTwice();
    expect(await store().queue.end(second, ended(second))).toBe(true);
    const before = await found(second.id);
    expect(await say(store(), second)).toBe(false);
    expect(await found(second.id)).toEqual(before);
  });

  it('a drive that was left has no say in its job any more, the next has', async () => {
    const id = await stored({ backend: 'swiftia', runBy: 'drive', steps: { at: 'new' } });
    const first = await store().driven.take(id, 'p');
    if (first === null) throw new Error('it was free');
    await store().driven.leave(first);
    const second = await store().driven.take(id, 'q');
    if (second === null) throw new Error('it was left');
    const before = await found(id);
    for (const state of [first.state, ended(first)])
      expect(await store().driven.step(first, { at: 'created' }, state)).toBe(false);
    await store().driven.leave(first);
    expect(await found(id)).toEqual(before);
    expect(await store().driven.step(second, { at: 'created' }, second.state)).toBe(true);
  });

  it('of many who claim one job, or store one key, one wins', async () => {
    const stores = [store(), await other(), await other()];
    const id = await stored();
    const wanted = { lane: 'default', tenant: null, backends: ['local'], concurrency: 9, now: AT, only: id };
    const claims = await Promise.all(
      Array.from({ length: 12 }, (__, at) => (stores[at % 3] ?? store()).queue.claim(at % 2 === 0 ? 'p' : 'q', wanted)),
    );
    expect(claims.filter((job) => job !== null)).toHaveLength(1);
    const keys = await Promise.allSettled(Array.from({ length: 12 }, () => stored({ idempotencyKey: 'k' })));
    expect(keys.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const seen = await Promise.all(
      Array.from({ length: 12 }, (__, at) => (stores[at % 3] ?? store()).seen.firstTime('a', '1', AT)),
    );
    expect(seen.filter((first) => first)).toHaveLength(1);
  });
}
