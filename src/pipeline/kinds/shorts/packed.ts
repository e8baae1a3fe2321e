import type { Part } from '../../media/part';

/** x264 keeps so many threads busy for each core that it has, since its threads wait for one another. */
const THREADS_A_CORE = 1.5;

/**
 * Pure: how many encoders are to run at a time so that no core is idle at the end. As many as cores while that comes out even; of five on two cores three, since
 * otherwise the last would have one core and leave the other idle.
 * @param left clips that are not done yet
 */
export const lanesFor = (left: number, cores: number): number =>
  left <= cores ? left : Math.ceil(left / Math.floor(left / cores));

/**
 * Pure: how many threads encode one of several clips: one, which is what costs least, unless it is so much of the work that other cores would wait for it.
 * @param total seconds of all clips
 */
export function threadsFor(seconds: number, total: number, cores: number): number {
  const share = (cores * seconds) / total;
  return share <= 1.01 ? 1 : Math.ceil(THREADS_A_CORE * Math.min(share, cores));
}

/** Works on each part, the longest first, as many at a time as `lanesFor` says. @returns what each gave, in the order of the parts @throws the first failure, once all that was begun is settled */
export async function packed<R>(
  cores: number,
  parts: readonly Part[],
  work: (part: Part, index: number) => Promise<R>,
): Promise<R[]> {
  const waiting = parts
    .map((part, index) => ({ part, index }))
    .sort((a, b) => b.part.end - b.part.start - (a.part.end - a.part.start) || a.index - b.index);
  const results: R[] = [];
  const failures: unknown[] = [];
  let running = 0;
  await new Promise<void>((resolve) => {
    const begin = () => {
      while (failures.length === 0 && running < lanesFor(running + waiting.length, cores)) {
        const next = waiting.shift();
        if (next === undefined) break;
        running += 1;
        void work(next.part, next.index)
          .then(
            (result) => (results[next.index] = result),
            (failure: unknown) => failures.push(failure),
          )
          .then(() => {
            running -= 1;
            begin();
          });
      }
      if (running === 0) resolve();
    };
    begin();
  });
  if (failures.length > 0) throw failures[0];
  return results;
}
