import type { JobView } from '../../src/jobs/service';
import { mediaError, toMediaError } from '../../src/pipeline/errors';
import type { MediaJobError } from '../../src/pipeline/errors';
import { isEnded } from '../../src/pipeline/job';

/** What is known of the job that an item names; `unknown` when there is no such job. */
export type Look = { state: 'running' | 'ended'; job: JobView } | { state: 'unknown'; error: MediaJobError };

/** Jobs of this machine's store. */
export interface KnownJobs {
  get(id: string): JobView;
}

/** Looks at a job where it lies: all are in the store of this machine. @param id as an item gives it */
export function lookAt(jobs: KnownJobs, id: unknown): Look {
  if (typeof id !== 'string' || id.trim() === '') {
    const given = id === undefined ? 'nothing' : JSON.stringify(id).slice(0, 80);
    return { state: 'unknown', error: mediaError('request_invalid', { problems: `"Job ID" must be the id of a job, such as job_6epMGAkRGT873ZcgTFPw (given: ${given}).` }) };
  }
  try {
    const job = jobs.get(id.trim());
    return { state: isEnded(job) ? 'ended' : 'running', job };
  } catch (error) {
    const known = toMediaError(error);
    if (known.kind !== 'job_not_found') throw error;
    return { state: 'unknown', error: known };
  }
}

/** Ids of those that run, each once. */
export const runningIn = (looks: readonly Look[]): string[] => [...new Set(looks.flatMap((look) => (look.state === 'running' ? [look.job.id] : [])))];
