import type { JobService } from '../../src/jobs/service';
import { untilEnded } from './untilEnded';
import { toMediaError } from '../../src/pipeline/errors/mediaError';

/** So long a cancelled job may take to end (ms). */
const ENDING_MS = 8_000;

/** Cancels jobs, and waits until they have ended or nearly so. @returns those that had not ended by themselves */
export async function cancelAll(jobs: JobService, ids: readonly string[]): Promise<string[]> {
  const cancelled: string[] = [];
  for (const id of ids) {
    try {
      await jobs.cancel(id);
      cancelled.push(id);
    } catch (error) {
      const known = toMediaError(error);
      if (known.kind !== 'job_ended' && known.kind !== 'job_not_found') throw known;
    }
  }
  await untilEnded(jobs, cancelled, ENDING_MS, new AbortController().signal);
  return cancelled;
}
