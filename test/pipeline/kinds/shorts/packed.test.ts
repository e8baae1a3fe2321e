import { lanesFor, packed, threadsFor } from '../../../../src/pipeline/kinds/shorts/packed';

/** Parts of the given lengths. */
const parts = (...lengths: number[]) =>
  lengths.map((length, index) => ({ start: index * 1000, end: index * 1000 + length }));

/** Works on parts as cores would that share themselves among all that runs: what it took, and how long any core had nothing to do. */
async function simulated(cores: number, lengths: readonly number[]): Promise<{ took: number; most: number }> {
  const running: { left: number; done: () => void }[] = [];
  let [took, most] = [0, 0];
  const all = packed(
    cores,
    parts(...lengths),
    ({ start, end }) => new Promise<void>((done) => running.push({ left: end - start, done })),
  );
  while (running.length > 0) {
    most = Math.max(most, running.length);
    const each = Math.min(1, cores / running.length);
    const next = Math.min(...running.map(({ left }) => left));
    took += next / each;
    for (const one of running) one.left -= next;
    for (const one of running.filter(({ left }) => left <= 1e-9)) {
      running.splice(running.indexOf(one), 1);
      one.done();
      await new Promise(setImmediate);
    }
  }
  await all;
  return { took, most };
}

it.each([
  [5, 2],
  [4, 2],
  [7, 2],
  [20, 2],
  [9, 8],
  [5, 4],
  [23, 8],
  [3, 1],
])('leaves no core idle with %i equal parts on %i cores', async (count, cores) => {
  const { took, most } = await simulated(
    cores,
    Array.from({ length: count }, () => 8),
  );
  expect(took).toBeCloseTo((count * 8) / cores);
  expect(most).toBeLessThan(2 * cores);
});

it('begins with the longest, so that it is not alone at the end', async () => {
  expect((await simulated(2, [10, 10, 20, 10, 30])).took).toBeLessThanOrEqual(1.1 * (80 / 2));
});

it('answers in the order of the parts', async () => {
  expect(
    await packed(2, parts(1, 3, 2), ({ end, start }, index) => Promise.resolve(`${index}: ${end - start}`)),
  ).toEqual(['0: 1', '1: 3', '2: 2']);
  expect(await packed(2, [], () => Promise.resolve())).toEqual([]);
});

it('begins nothing after a failure, and waits for what it has begun', async () => {
  const begun: number[] = [];
  let ended = false;
  const work = packed(2, parts(5, 4, 3, 2), async (_, index) => {
    begun.push(index);
    if (index === 0) throw new Error('no');
    await new Promise(setImmediate);
    ended = true;
  });
  await expect(work).rejects.toThrow('no');
  expect([begun, ended]).toEqual([[0, 1], true]);
});

it('gives an encoder more than one thread only where cores would be idle', () => {
  expect([
    threadsFor(8, 40, 2),
    threadsFor(8, 16, 2),
    threadsFor(8, 8, 2),
    threadsFor(8, 8, 8),
    threadsFor(8, 24, 8),
    threadsFor(60, 84, 2),
  ]).toEqual([1, 1, 3, 12, 4, 3]);
  expect([lanesFor(5, 2), lanesFor(4, 2), lanesFor(1, 2), lanesFor(0, 2), lanesFor(9, 8)]).toEqual([3, 2, 1, 0, 9]);
});
