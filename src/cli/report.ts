import type { Job } from '../pipeline/job/job';
import type { MediaJobError } from '../pipeline/errors/mediaError';

/** What is told of an error; what to do next may already stand in its message. */
export type ToldError = Pick<MediaJobError, 'kind' | 'message' | 'next'>;

/** How a command tells what goes on. */
export interface Report {
  /** Whether it speaks JSON lines. */
  json: boolean;
  /** At each change of the job. */
  changed(job: Job): void;
  /** Once, at the end of a job. */
  ended(job: Job, error: ToldError | null): void;
  /** Instead of a job, when there is none. */
  refused(error: MediaJobError): void;
  /** What is not a job, as one line of JSON. */
  answer(value: unknown): void;
  text(text: string): void;
}
