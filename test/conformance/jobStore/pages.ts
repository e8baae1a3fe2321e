import { AT, ids } from './rows';
import type { Rows } from './rows';

/** Jobs as they are listed. */
export function describePages({ store, stored, claimed }: Rows): void {
  it('jobs are listed newest first, twenty at most, and as a filter wants them', async () => {
    const all: string[] = [];
    for (let n = 0; n < 22; n += 1) all.push(await stored({}, n));
    expect(ids((await store().reader.page({})).jobs)).toEqual(all.toReversed().slice(0, 20));
    expect(ids((await store().reader.page({ order: 'asc', limit: 2 })).jobs)).toEqual(all.slice(0, 2));
    expect(ids((await store().reader.page({ before: all[2] ?? '' })).jobs)).toEqual([all[1], all[0]]);
    expect(ids((await store().reader.page({ after: all[19] ?? '' })).jobs)).toEqual([all[21], all[20]]);
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
    expect(ids((await store().reader.page({ input: 'https://b/in.mov' })).jobs)).toEqual([other]);
    expect(ids((await store().reader.page({ kind: 'audio' })).jobs)).toEqual([overHttp]);
    expect(ids((await store().reader.page({ status: 'processing' })).jobs)).toEqual([other]);
    expect(ids((await store().reader.page({ overHttp: true })).jobs)).toEqual([overHttp]);
    expect([await store().reader.count('queued'), await store().reader.count('processing')]).toEqual([23, 1]);
  });

  it('a page ends where its bytes do, and has one job at least', async () => {
    const big = 'x'.repeat(10_000);
    const all: string[] = [];
    for (let n = 0; n < 3; n += 1) all.push(await stored({}, n, `https://a/${big}`));
    const page = await store().reader.page({ bytes: 25_000, order: 'asc' });
    expect([ids(page.jobs), page.hasMore]).toEqual([all.slice(0, 2), true]);
    const two = page.jobs.reduce((sum, { state }) => sum + Buffer.byteLength(JSON.stringify(state)), 0);
    const upTo = async (bytes: number) => (await store().reader.page({ bytes, order: 'asc' })).jobs.length;
    expect([await upTo(two), await upTo(two - 1)]).toEqual([2, 1]);
    expect(await store().reader.page({ bytes: 1 })).toMatchObject({ jobs: [{ id: all[2] }], hasMore: true });
    expect((await store().reader.page({ limit: 3 })).hasMore).toBe(false);
  });
}
