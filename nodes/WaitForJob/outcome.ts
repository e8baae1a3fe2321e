import type { AnyJob } from '../output/outputItems';
import { jobIn } from './lookAt';
import type { Look } from './lookAt';
import type { WaitSettings } from './settings';
import { mediaError } from '../../src/pipeline/errors/mediaError';
import type { MediaJobError } from '../../src/pipeline/errors/mediaError';

/** What an item's job has come to. */
export interface Outcome {
  job: AnyJob | null;
  /** Why there is no result; null too for a job that has none yet, where that is no error. */
  error: MediaJobError | null;
}

/** @param late of a job that had not ended when the time limit passed: what has become of it, such as `it goes on in the background` */
export function outcomeOf(look: Look, late: string | null, { once, limit, onLimit }: WaitSettings): Outcome {
  const job = jobIn(look);
  if (look.state === 'unknown') return { job, error: look.error };
  const hasNoEnd = look.state !== 'ended' || look.job.status === 'cancelled';
  if (late !== null && hasNoEnd && onLimit !== 'continue')
    return { job, error: mediaError('wait_limit_exceeded', { id: look.id, limit: limit.shown, what: late }) };
  if (look.state === 'silent') return { job, error: look.error };
  return { job, error: once || look.state === 'running' || (late !== null && hasNoEnd) ? null : look.error };
}
