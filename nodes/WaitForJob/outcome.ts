import { errorOfJob, mediaError } from '../../src/pipeline/errors';
import type { MediaJobError } from '../../src/pipeline/errors';
import type { Job } from '../../src/pipeline/job';
import type { Look } from './lookAt';
import type { WaitSettings } from './settings';

/** What an item's job has come to. */
export interface Outcome {
  job: Job | null;
  /** Why there is no result; null too for a job that has none yet, where that is no error. */
  error: MediaJobError | null;
}

/** @param late whether the job had not ended when the time limit passed */
export function outcomeOf(look: Look, late: boolean, { once, limit, onLimit }: WaitSettings): Outcome {
  if (look.state === 'unknown') return { job: null, error: look.error };
  const { job } = look;
  if (late && (job.status === 'cancelled' || look.state === 'running')) {
    const what = onLimit === 'cancel' ? 'it was cancelled' : 'it goes on in the background';
    return { job, error: onLimit === 'continue' ? null : mediaError('wait_limit_exceeded', { id: job.id, limit: limit.shown, what }) };
  }
  return { job, error: once || job.error === null ? null : errorOfJob(job.error) };
}
