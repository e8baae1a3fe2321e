import { isEnded } from '../pipeline/job/job';
import type { Job } from '../pipeline/job/job';
import type { JobView } from './jobView';
import type { EventType, JobEvent } from './store/event';

/** What tells of jobs. */
export interface Told {
  /** @throws job_not_found */
  get(id: string): Promise<JobView>;
  /** @returns what ends it */
  subscribe(listener: (event: JobEvent) => void): Promise<() => void>;
}

/**
 * Tells of one job: first as it is now, as `job.now` or by its end, then at each change. What happens while it is being read is told after that.
 * @returns what ends it @throws job_not_found
 */
export async function follow(
  jobs: Told,
  id: string,
  listener: (type: EventType | 'job.now', job: Job) => void,
): Promise<() => void> {
  let later: JobEvent[] | null = [];
  const leave = await jobs.subscribe((event) => {
    if (event.job.id !== id) return;
    if (later === null) listener(event.type, event.job);
    else later.push(event);
  });
  try {
    const now = await jobs.get(id);
    listener(isEnded(now) ? (`job.${now.status}` as EventType) : 'job.now', now);
    for (const { type, job } of later) listener(type, job);
    later = null;
    return leave;
  } catch (error) {
    leave();
    throw error;
  }
}

/** The job when it has ended; its changes until then are told. @throws job_not_found, and the signal's reason */
export async function ended(
  jobs: Told,
  id: string,
  signal: AbortSignal,
  onChange: (job: Job) => void,
): Promise<JobView> {
  let stop = (): void => undefined;
  let done = (): void => undefined;
  const end = new Promise<void>((resolve, reject) => {
    stop = () => reject(signal.reason as Error);
    done = resolve;
  });
  end.catch(() => undefined);
  const unsubscribe = await jobs.subscribe(({ job }) => {
    if (job.id !== id) return;
    onChange(job);
    if (isEnded(job)) done();
  });
  signal.addEventListener('abort', stop, { once: true });
  try {
    signal.throwIfAborted();
    if (!isEnded(await jobs.get(id))) await end;
    return await jobs.get(id);
  } finally {
    signal.removeEventListener('abort', stop);
    unsubscribe();
  }
}
