import type { Job } from '../../../src/pipeline/job/job';
import { AT } from './rows';
import type { Rows } from './rows';

/** Jobs that no worker runs. */
export function describeDriven({ store, stored, found, claim }: Rows): void {
  it('driven jobs belong to one process at a time, and run beside those of workers', async () => {
    const id = await stored({ backend: 'swiftia', runBy: 'drive', steps: { at: 'new' } });
    expect(await store().driven.take(await stored(), 'p')).toBeNull();
    expect(await store().driven.take(id, 'nobody')).toBeNull();
    const job = await store().driven.take(id, 'p');
    expect(job).toMatchObject({ id, status: 'processing', owner: 'p', token: 1, attempts: 1 });
    expect(await store().driven.take(id, 'q')).toBeNull();
    expect(await claim({ concurrency: 1 })).not.toBeNull();
  });

  it('driven jobs are written down step by step, left, taken up and ended', async () => {
    const id = await stored({ backend: 'swiftia', runBy: 'drive', steps: { at: 'new' } });
    const first = await store().driven.take(id, 'p');
    if (first === null) throw new Error('it was free');
    const state: Job = { ...first.state, status: 'processing' };
    expect(await store().driven.step(first, { at: 'creating' }, state)).toBe(true);
    expect(await found(id)).toMatchObject({
      steps: { at: 'creating' },
      status: 'processing',
      owner: 'p',
      endedAt: null,
    });
    await store().driven.leave(first);
    expect(await found(id)).toMatchObject({ owner: null, token: 2 });
    expect(await store().driven.step(first, { at: 'late' }, state)).toBe(false);
    const next = await store().driven.take(id, 'q');
    if (next === null) throw new Error('it was left');
    expect(await store().driven.step(next, { at: 'ended' }, { ...state, status: 'failed', finished_at: AT + 4 })).toBe(
      true,
    );
    expect(await found(id)).toMatchObject({ status: 'failed', owner: null, endedAt: AT + 4 });
    expect(await store().driven.take(id, 'p')).toBeNull();
  });

  it('driven jobs are forgotten when nobody has gone on with them', async () => {
    const left = await stored({ backend: 'swiftia', runBy: 'drive', steps: {} });
    const driven = await stored({ backend: 'swiftia', runBy: 'drive', steps: {} });
    const worker = await stored();
    await store().driven.take(driven, 'p');
    await store().driven.forget(AT);
    expect((await found(left)).status).toBe('queued');
    await store().driven.forget(AT + 1);
    expect([await store().reader.get(left), await found(driven), await found(worker)]).toMatchObject([
      null,
      { id: driven },
      { id: worker },
    ]);
  });
}
