import { setTimeout as pause } from 'node:timers/promises';
import { mediaError } from '../pipeline/errors/mediaError';
import { isEnded } from '../pipeline/job/job';
import type { JobBackend } from './backend';
import type { BackendFilter, BackendJob } from './backendJob';

/** What an API gives at once. */
const PAGE = 100;
/** Who can cancel a job has ended it by then (ms). */
const PATIENCE_MS = 10_000;
const LOOK_MS = 250;

/** Jobs of a backend, the newest first, page after page. @throws request_invalid where it lists none, and what asking throws */
export async function listJobs(
  backend: JobBackend,
  { limit, ...filter }: BackendFilter & { limit: number },
  signal: AbortSignal,
): Promise<BackendJob[]> {
  if (backend.list === undefined)
    throw mediaError('request_invalid', { problems: `${backend.backend.label} does not list its jobs.` });
  const found: BackendJob[] = [];
  for (let after: string | undefined; found.length < limit;) {
    const { jobs, more } = await backend.list(
      { ...filter, limit: Math.min(PAGE, limit - found.length), ...(after !== undefined && { after }) },
      signal,
    );
    found.push(...jobs.map((job) => backend.shown(job, null)));
    after = jobs.at(-1)?.id;
    if (!more || after === undefined) break;
  }
  return found;
}

/** A job as it is now. @throws job_not_found, and what asking throws */
export async function getJob(backend: JobBackend, id: string, signal: AbortSignal): Promise<BackendJob> {
  const job = await backend.get(id, signal);
  if (job === null) throw backend.missing(id);
  return backend.shown(job, null);
}

/** Cancels a job where that is possible, and answers it as it is then. @throws job_not_found, job_ended, cancel_unsupported, and what asking throws */
export async function cancelJob(backend: JobBackend, id: string, signal: AbortSignal): Promise<BackendJob> {
  const { status } = await getJob(backend, id, signal);
  if (isEnded({ status })) throw mediaError('job_ended', { id, status });
  if (!(await backend.cancel(id, signal)))
    throw mediaError('cancel_unsupported', { id, backend: backend.backend.label });
  const end = performance.now() + PATIENCE_MS;
  for (;;) {
    const job = await getJob(backend, id, signal);
    if (isEnded(job) || performance.now() > end) return job;
    await pause(LOOK_MS, undefined, { signal });
  }
}

/** Begins a failed or cancelled job anew, and answers it queued. @throws request_invalid where that is not possible; job_not_found, job_not_ended, job_ended, input_gone */
export async function retryJob(backend: JobBackend, id: string, signal: AbortSignal): Promise<BackendJob> {
  if (backend.retry === undefined)
    throw mediaError('request_invalid', {
      problems: '"retry" is for jobs of this machine; elsewhere create the job anew.',
    });
  return backend.shown(await backend.retry(id, signal), null);
}
