import { setTimeout as pause } from 'node:timers/promises';
import type { JobBackend } from '../../backends/backend';
import type { BackendFilter } from '../../backends/backendJob';
import { isEnded } from '../../pipeline/job/job';
import type { Job } from '../../pipeline/job/job';
import { asJob } from '../asJob';
import { hostedNames, isHere, openHosted } from '../chosenBackend';
import { mediaError } from '../../pipeline/errors/mediaError';

/** Where the jobs of a command are. */
export interface BackendFlags {
  backend?: string;
  baseUrl?: string;
}

/** What the API gives at once. */
const PAGE = 100;
/** A server that can cancel has ended the job by then (ms). */
const PATIENCE_MS = 10_000;
const LOOK_MS = 250;

/** The backend that the flags name; null for this machine. @throws request_invalid */
export async function hostedBackendOf(flags: BackendFlags, env: NodeJS.ProcessEnv): Promise<JobBackend | null> {
  if (!isHere(flags)) return openHosted(flags, env);
  if (flags.baseUrl !== undefined)
    throw mediaError('request_invalid', { problems: `--base-url goes with --backend ${hostedNames()}.` });
  return null;
}

/** Jobs of the API, the newest first, page after page. @throws request_invalid where it lists none */
export async function hostedList(
  backend: JobBackend,
  { limit, ...filter }: BackendFilter & { limit: number },
  signal: AbortSignal,
): Promise<Job[]> {
  if (backend.list === undefined)
    throw mediaError('request_invalid', { problems: `${backend.backend.label} does not list its jobs.` });
  const found: Job[] = [];
  for (let after: string | undefined; found.length < limit;) {
    const { jobs, more } = await backend.list(
      { ...filter, limit: Math.min(PAGE, limit - found.length), ...(after !== undefined && { after }) },
      signal,
    );
    found.push(...jobs.map((job) => asJob(backend.shown(job, null))));
    after = jobs.at(-1)?.id;
    if (!more || after === undefined) break;
  }
  return found;
}

/** A job of the API. @throws job_not_found, and what asking throws */
export async function hostedGet(backend: JobBackend, id: string, signal: AbortSignal): Promise<Job> {
  const job = await backend.get(id, signal);
  if (job === null) throw backend.missing(id);
  return asJob(backend.shown(job, null));
}

/** Cancels a job where its server can, and answers it as it is then. @throws job_not_found, job_ended, cancel_unsupported, and what asking throws */
export async function hostedCancel(backend: JobBackend, id: string, signal: AbortSignal): Promise<Job> {
  const { status } = await hostedGet(backend, id, signal);
  if (isEnded({ status })) throw mediaError('job_ended', { id, status });
  if (!(await backend.cancel(id, signal)))
    throw mediaError('cancel_unsupported', { id, backend: backend.backend.label });
  const end = performance.now() + PATIENCE_MS;
  for (;;) {
    const job = await hostedGet(backend, id, signal);
    if (isEnded(job) || performance.now() > end) return job;
    await pause(LOOK_MS, undefined, { signal });
  }
}
