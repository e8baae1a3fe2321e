import { setTimeout as pause } from 'node:timers/promises';
import type { Engine } from '../../jobs/engine';
import type { JobView } from '../../jobs/jobView';
import { isEnded } from '../../pipeline/job/job';
import type { Job } from '../../pipeline/job/job';
import { exitCodeOf } from '../exitCode';
import type { Report } from '../report';
import { endedError } from './endedError';

/** How often it is looked whether a webhook has been posted (ms). */
const LOOK_MS = 100;

/**
 * Runs a stored job in this process, or waits for the process that does, until it has ended. An interruption cancels the job.
 * @returns the exit code
 */
export async function waitForJob(engine: Engine, job: JobView, report: Report, signal: AbortSignal): Promise<number> {
  const changed = (state: Job) => {
    if (!isEnded(state)) report.changed(state);
  };
  changed(job);
  await engine.start({ only: job.id });
  const never = new AbortController().signal;
  const ended = await engine.jobs.ended(job.id, signal, changed).catch(async (error: unknown) => {
    if (!signal.aborted) throw error;
    // It may end by itself in the meantime.
    await engine.jobs.cancel(job.id).catch(() => undefined);
    return engine.jobs.ended(job.id, never, changed);
  });
  const error = endedError(ended);
  report.ended(ended, error);
  await told(engine, job.id, signal);
  return exitCodeOf(error);
}

/** Waits until what is to be told of a job has been posted once: what does not arrive is for other processes to repeat. */
async function told({ jobs }: Engine, id: string, signal: AbortSignal): Promise<void> {
  while (
    !signal.aborted &&
    (await jobs.get(id)).webhook_deliveries?.some(
      ({ status, attempts }) => status === 'pending' && attempts.length === 0,
    )
  )
    await pause(LOOK_MS);
}
