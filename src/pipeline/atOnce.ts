/**
 * Does work for each item, a few at a time, and begins no more after a failure. Settled when all that was begun is.
 * @returns what each gave, in the order of the items @throws the first failure
 */
export async function atOnce<T, R>(most: number, items: Iterable<T>, work: (item: T, index: number) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const left = items[Symbol.iterator]();
  let begun = 0;
  let failed = false;
  const one = async () => {
    for (let next = left.next(); next.done !== true && !failed; next = left.next()) {
      const index = begun++;
      results[index] = await work(next.value, index).catch((error: unknown) => {
        failed = true;
        throw error;
      });
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: most }, one));
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
  return results;
}
