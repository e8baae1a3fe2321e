import { createJob } from '../pipeline/job/job';
import { tasksOf } from '../pipeline/kinds';
import { isKind } from '../pipeline/request/request';
import type { Job } from '../pipeline/job/job';
import type { MediaJobError } from '../pipeline/errors/mediaError';

/** How often a job is begun: attempts that failed in a way that may pass, and attempts whose process was lost. */
export const MOST_ATTEMPTS = 3;
export const MOST_LOSSES = 5;

/** First wait and longest wait before another attempt (ms). */
const [BASE_MS, CAP_MS] = [5_000, 300_000];

/**
 * "Full jitter": a random wait up to a bound that doubles with each attempt, so that jobs that failed together do not come back together.
 * (aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter)
 * @param made attempts so far, at least 1 @param random 0 ≤ x < 1 @returns milliseconds
 */
export const retryDelay = (made: number, random: number): number =>
  Math.floor(random * Math.min(CAP_MS, BASE_MS * 2 ** (made - 1)));

export const mayRetry = (error: MediaJobError, made: number): boolean => error.retryable && made < MOST_ATTEMPTS;

/** The job as it was before it began, with the attempts it has had. Its id and times of creation stay, its tasks are new. */
export function queuedAgain(
  { id, kind, input, inputs, options, metadata, created_at, webhook_url }: Job,
  made: number,
  now: number,
): Job {
  const fresh = createJob(
    { kind, input, inputs, options, metadata, tasks: isKind(kind) ? tasksOf({ kind, options, inputs }) : undefined },
    now,
  );
  return {
    ...fresh,
    id,
    created_at,
    attempts: { made, most: MOST_ATTEMPTS },
    ...(webhook_url !== undefined && { webhook_url }),
  };
}
