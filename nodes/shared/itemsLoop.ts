export interface ItemsLoop {
  /** How many items are worked on at once; at least 1. */
  limit: number;
  signal: AbortSignal;
}

/**
 * Works on items 0 … count-1, so many at once, and answers what each gave in the order of the items, however they ended.
 * The first that fails ends the others: their signal is aborted, and only when all have stopped is its error thrown.
 * @throws what the first failing item threw, or the reason of `signal`
 */
export async function inOrder<T>(count: number, { limit, signal }: ItemsLoop, work: (index: number, signal: AbortSignal) => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  const failures: unknown[] = [];
  const failed = new AbortController();
  const stop = AbortSignal.any([signal, failed.signal]);
  let next = 0;

  async function lane(): Promise<void> {
    while (next < count && !stop.aborted) {
      const index = next++;
      try {
        results[index] = await work(index, stop);
      } catch (error) {
        failures.push(error);
        failed.abort(error);
      }
    }
  }

  await Promise.all(Array.from({ length: Math.max(1, Math.min(limit, count)) }, lane));
  signal.throwIfAborted();
  if (failures.length > 0) throw failures[0];
  return results;
}
