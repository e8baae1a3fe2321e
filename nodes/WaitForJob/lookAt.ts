import { isEnded } from '../../src/pipeline/job/job';
import type { AnyJob } from '../output/outputItems';
import { shownValue } from '../../src/pipeline/base/shownValue';
import { mediaError, toMediaError } from '../../src/pipeline/errors/mediaError';
import type { MediaJobError } from '../../src/pipeline/errors/mediaError';

/**
 * What is known of the job that an item names; `silent` when those who run it could not be asked for now, `unknown` when there is nothing to wait for.
 * `error` of an ended one says why it did not succeed; null when it did.
 */
export type Look =
  | { state: 'running'; id: string; job: AnyJob }
  | { state: 'silent'; id: string; error: MediaJobError }
  | { state: 'ended'; id: string; job: AnyJob; error: MediaJobError | null }
  | { state: 'unknown'; error: MediaJobError };

/** What a look at a job has found. @param errorOf why it did not succeed */
export const lookOf = <J extends AnyJob>(id: string, job: J, errorOf: (job: J) => MediaJobError | null): Look =>
  isEnded(job) ? { state: 'ended', id, job, error: errorOf(job) } : { state: 'running', id, job };

/** What a look at a hosted job comes to that failed: an API that cannot be asked for now may answer later; what is refused is refused then, too. @throws the signal's reason */
export function failedLook(id: string, thrown: unknown, signal: AbortSignal): Look {
  signal.throwIfAborted();
  const error = toMediaError(thrown);
  return error.retryable ? { state: 'silent', id, error } : { state: 'unknown', error };
}

/** The id of a job as an item gives it. @throws request_invalid */
export function jobId(given: unknown): string {
  if (typeof given === 'string' && given.trim() !== '') return given.trim();
  const shown = given === undefined ? 'nothing' : shownValue(given);
  throw mediaError('request_invalid', {
    problems: `"Job ID" must be the id of a job, such as job_6epMGAkRGT873ZcgTFPw (given: ${shown}).`,
  });
}

/** Ids of those that have not ended as far as is known, each once. */
export const runningIn = (looks: readonly Look[]): string[] => [
  ...new Set(looks.flatMap((look) => (look.state === 'running' || look.state === 'silent' ? [look.id] : []))),
];

/** The job, where there is one to be seen. */
export const jobIn = (look: Look): AnyJob | null => ('job' in look ? look.job : null);
