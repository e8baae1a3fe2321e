import { isEnded } from '../pipeline/job/job';
import type { JobBackend } from './backend';
import type { BackendJob } from './backendJob';
import { pollPause } from './pollPause';
import { mediaError, MediaJobError } from '../pipeline/errors/mediaError';
import { waitFor } from './waitFor';

export interface HostedWait {
  backend: JobBackend;
  signal: AbortSignal;
  /** Milliseconds that the job may take; null: any number. */
  timeLimit: number | null;
  onChange?: ((job: BackendJob) => void) | undefined;
  /** Told when the job is left running at a stop, since its server cannot cancel. */
  onLeft?: (() => void) | undefined;
  /** Waits so many milliseconds; rejects when the signal comes. */
  pause?: ((milliseconds: number, signal: AbortSignal) => Promise<unknown>) | undefined;
  /** From 0 to below 1. */
  random?: (() => number) | undefined;
  /** Milliseconds since any moment. */
  clock?: (() => number) | undefined;
}

/** An API that gives no answer for so long is given up, since its job may have ended long ago (ms). */
const SILENCE_MS = 15 * 60_000;

/**
 * Looks at a job again and again until it has ended, in growing intervals. A stop or the time limit cancels it where its server can; elsewhere it goes on.
 * @throws cancelled, hosted_time_limit, job_not_found, backend_unreachable after a long silence, and what else asking throws
 */
export async function waitForHostedJob(job: BackendJob, wait: HostedWait): Promise<BackendJob> {
  const {
    backend,
    signal,
    timeLimit,
    onChange,
    onLeft,
    pause = waitFor,
    random = Math.random,
    clock = () => performance.now(),
  } = wait;
  const begun = clock();
  let heard = begun;
  for (let now = job; ;) {
    onChange?.(now);
    if (isEnded(now)) return now;
    const taken = clock() - begun;
    if (timeLimit !== null && taken >= timeLimit) throw await timeIsUp(now, wait, timeLimit);
    try {
      signal.throwIfAborted();
      await pause(
        Math.min(pollPause(taken, random()), timeLimit === null ? Infinity : Math.max(1, timeLimit - taken)),
        signal,
      );
      const found = await backend.get(job.id, signal);
      if (found === null) throw backend.missing(job.id, true);
      now = found;
      heard = clock();
    } catch (error) {
      if (signal.aborted) {
        if (!(await stopped(backend, job.id))) onLeft?.();
        throw mediaError('cancelled', {}, error);
      }
      // It is looked at again: the job goes on meanwhile.
      if (!(error instanceof MediaJobError) || error.kind !== 'backend_unreachable' || clock() - heard >= SILENCE_MS)
        throw error;
    }
  }
}

async function timeIsUp(job: BackendJob, { backend }: HostedWait, timeLimit: number): Promise<MediaJobError> {
  const what = (await stopped(backend, job.id))
    ? 'it has been cancelled'
    : 'it goes on there, since this API documents no way to cancel a job';
  return mediaError('hosted_time_limit', { id: job.id, seconds: `${timeLimit / 1000}`, what });
}

/** Whether a job was cancelled where it runs. One that has ended by itself in the meantime needs no cancelling. */
async function stopped(backend: JobBackend, id: string): Promise<boolean> {
  const never = new AbortController().signal;
  return backend
    .cancel(id, never)
    .catch((error: unknown) => error instanceof MediaJobError && error.kind === 'job_ended');
}
