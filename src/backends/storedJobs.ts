import { errorOfJob } from '../pipeline/errors/mediaError';
import type { MediaJobError } from '../pipeline/errors/mediaError';
import type { Job } from '../pipeline/job/job';
import type { BackendJob } from './backendJob';

/** A job of this machine's store as backends tell theirs. */
export const asBackendJob = (job: Job): BackendJob => ({ ...job });

/** Why a job of this machine's store did not succeed; null when it did. */
export const errorOfStored = ({ error }: Pick<BackendJob, 'error'>): MediaJobError | null =>
  error === null ? null : errorOfJob(error);

/** What timers can count (ms). */
const LONGEST_MS = 2 ** 31 - 1;

/** A signal after so many milliseconds, or as many as can be counted. */
export const timeout = (ms: number): AbortSignal => AbortSignal.timeout(Math.min(ms, LONGEST_MS));
