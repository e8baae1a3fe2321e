/**
 * Does work for each item, a few at a time, and begins no more after a failure. Settled when all that was begun is.
 * @param most at least 1 @returns what each gave, in the order of the items @throws the first failure
 */
export async function mapLimit<T, R>(
  most: number,
  items: Iterable<T>,
  work: (item: T, index: number) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  const failures: unknown[] = [];
  const left = items[Symbol.iterator]();
  let begun = 0;
  const one = async () => {
    for (let next = left.next(); next.done !== true && failures.length === 0; next = left.next()) {
      const index = begun++;
      try {
        results[index] = await work(next.value, index);
      } catch (error) {
        failures.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: most }, one));
  if (failures.length > 0) throw failures[0];
  return results;
}
