import { mapLimit } from '../../src/pipeline/base/mapLimit';

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
export async function inOrder<T>(
  count: number,
  { limit, signal }: ItemsLoop,
  work: (index: number, signal: AbortSignal) => Promise<T>,
): Promise<T[]> {
  const failed = new AbortController();
  const stop = AbortSignal.any([signal, failed.signal]);
  const one = async (index: number): Promise<T> => {
    stop.throwIfAborted();
    return work(index, stop).catch((error: unknown) => {
      failed.abort(error);
      throw error;
    });
  };
  try {
    return await mapLimit(Math.max(1, Math.min(limit, count)), Array(count).keys(), one);
  } finally {
    // It ends all of them, whatever they say of it.
    signal.throwIfAborted();
  }
}
