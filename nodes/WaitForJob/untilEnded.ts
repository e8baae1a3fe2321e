import type { JobService } from '../../src/jobs/service';
import { toMediaError } from '../../src/pipeline/errors/mediaError';

/** What timers can count (ms). */
export const LONGEST_MS = 2 ** 31 - 1;

/** Waits in memory until the jobs have ended, no longer than so many milliseconds. @throws the signal's reason */
export async function untilEnded(
  jobs: Pick<JobService, 'ended'>,
  ids: readonly string[],
  ms: number,
  signal: AbortSignal,
): Promise<void> {
  const over = AbortSignal.timeout(Math.min(ms, LONGEST_MS));
  const until = AbortSignal.any([signal, over]);
  try {
    for (const id of ids) await jobs.ended(id, until);
  } catch (error) {
    signal.throwIfAborted();
    // One that is forgotten in the meantime is not waited for; what there is to say of it is said when it is looked at.
    const known = toMediaError(error);
    if (!over.aborted && known.kind !== 'job_not_found') throw known;
  }
}
