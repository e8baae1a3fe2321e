/** Does something with each of a list, so many at a time, and answers the results in order. The first failure ends it: what has not begun does not begin. */
export async function inParallel<T, R>(list: readonly T[], atOnce: number, work: (item: T, index: number) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const left = list.entries();
  let failed = false;
  const worker = async () => {
    for (const [index, item] of left) {
      if (failed) return;
      results[index] = await work(item, index).catch((error: unknown) => {
        failed = true;
        throw error;
      });
    }
  };
  const workers = await Promise.allSettled(Array.from({ length: Math.min(atOnce, list.length) }, worker));
  const refused = workers.find((one) => one.status === 'rejected');
  if (refused !== undefined) throw refused.reason;
  return results;
}
