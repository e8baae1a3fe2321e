import { inOrder } from '../../../nodes/items/itemsLoop';

/** Work that ends when the test says so. */
function work() {
  const started: number[] = [];
  const ends = new Map<number, { resolve: (value: string) => void; reject: (error: Error) => void }>();
  const signals = new Map<number, AbortSignal>();
  const run = (index: number, signal: AbortSignal) =>
    new Promise<string>((resolve, reject) => {
      started.push(index);
      signals.set(index, signal);
      ends.set(index, { resolve, reject });
      signal.addEventListener('abort', () => reject(new Error(`item ${index} was stopped`)));
    });
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return {
    started,
    signals,
    run,
    async end(index: number) {
      ends.get(index)?.resolve(`result ${index}`);
      await settle();
    },
    async fail(index: number, message: string) {
      ends.get(index)?.reject(new Error(message));
      await settle();
    },
  };
}

const open = () => new AbortController().signal;

test('works on as many items at once as allowed, and begins the next one when one ends', async () => {
  const { started, run, end } = work();
  const all = inOrder(4, { limit: 2, signal: open() }, run);
  expect(started).toEqual([0, 1]);
  await end(1);
  expect(started).toEqual([0, 1, 2]);
  await end(2);
  expect(started).toEqual([0, 1, 2, 3]);
  await end(3);
  await end(0);
  expect(await all).toEqual(['result 0', 'result 1', 'result 2', 'result 3']);
});

test.each([0, 1, -3])('a limit of %d works on one item at a time', async (limit) => {
  const { started, run, end } = work();
  const all = inOrder(2, { limit, signal: open() }, run);
  expect(started).toEqual([0]);
  await end(0);
  expect(started).toEqual([0, 1]);
  await end(1);
  expect(await all).toEqual(['result 0', 'result 1']);
});

test('no items, no work', async () => {
  const { started, run } = work();
  expect(await inOrder(0, { limit: 3, signal: open() }, run)).toEqual([]);
  expect(started).toEqual([]);
});

test('a failing item stops the others, begins no more, and its own error is thrown when all have ended', async () => {
  const { started, signals, run, fail } = work();
  const all = inOrder(5, { limit: 3, signal: open() }, run);
  const outcome = expect(all).rejects.toThrow('item 1 is broken');
  await fail(1, 'item 1 is broken');
  await outcome;
  expect(started).toEqual([0, 1, 2]);
  expect(signals.get(0)?.aborted).toBe(true);
  expect(signals.get(2)?.aborted).toBe(true);
});

test('does not end before the stopped items have cleaned up', async () => {
  let cleaned = false;
  const all = inOrder(2, { limit: 2, signal: open() }, async (index, signal) => {
    if (index === 0) throw new Error('broken');
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
    await new Promise((resolve) => setImmediate(resolve));
    cleaned = true;
  });
  await expect(all).rejects.toThrow('broken');
  expect(cleaned).toBe(true);
});

test('cancelling stops the running items and begins no more', async () => {
  const { started, signals, run } = work();
  const cancel = new AbortController();
  const all = inOrder(3, { limit: 2, signal: cancel.signal }, run);
  const outcome = expect(all).rejects.toThrow('stopped by the user');
  cancel.abort(new Error('stopped by the user'));
  await outcome;
  expect(started).toEqual([0, 1]);
  expect([...signals.values()].every((signal) => signal.aborted)).toBe(true);
});

test('what is cancelled before it begins does not begin', async () => {
  const { started, run } = work();
  await expect(inOrder(3, { limit: 2, signal: AbortSignal.abort(new Error('too late')) }, run)).rejects.toThrow(
    'too late',
  );
  expect(started).toEqual([]);
});
