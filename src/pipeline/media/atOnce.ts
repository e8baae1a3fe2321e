/** Does work for each item, a few at a time, and begins no more after a failure. Settled when all that was begun is. @throws the first failure */
export async function atOnce<T>(most: number, items: Iterable<T>, work: (item: T) => Promise<void>): Promise<void> {
  const left = items[Symbol.iterator]();
  let failed = false;
  const one = async () => {
    for (let next = left.next(); next.done !== true && !failed; next = left.next()) {
      await work(next.value).catch((error: unknown) => {
        failed = true;
        throw error;
      });
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: most }, one));
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}
