import type { Job } from '../pipeline/job/job';
import { failedJob } from '../pipeline/job/jobProgress';
import type { JobStore } from './store/port';
import type { DrivenJob } from './store/storedJob';
import { mediaError } from '../pipeline/errors/mediaError';

/** A job that this process has, and what it may do with it. */
export interface Drive {
  job: DrivenJob;
  /** Ends the work when this process leaves, or the job is cancelled. */
  signal: AbortSignal;
  /** Writes down how far the job is, and its end. @returns false when another process has it by now */
  step: (steps: object, state: Job) => Promise<boolean>;
  /** Whether it is to be cancelled; false where the store is closed already. */
  isCancelled: () => Promise<boolean>;
}

interface Running {
  stop: AbortController;
  done: Promise<unknown>;
}

/** Jobs that no worker runs but whoever holds a credential: one drive a job, whatever processes want to. */
export class Drives {
  private readonly running = new Map<string, Running>();
  private leaving = false;

  constructor(private readonly use: { store: JobStore; owner: () => string }) {}

  /**
   * Works on a job that nobody works on, and then lets go of it.
   * @returns false when somebody else has it, or it has ended, or this process leaves @throws what the work throws
   */
  async drive(id: string, work: (drive: Drive) => Promise<unknown>): Promise<boolean> {
    const { store, owner } = this.use;
    if (this.leaving) return false;
    const job = await store.driven.take(id, owner());
    if (job === null) return false;
    if (job.unreadable !== null) {
      // What has been paid for stands in it: nothing is sent anew.
      const error = mediaError('job_unreadable', { id, why: job.unreadable });
      return store.queue.end(job, failedJob(job.state, error, Date.now));
    }
    const stop = new AbortController();
    const done = work({
      job,
      signal: stop.signal,
      step: (steps, state) => store.driven.step(job, steps, state),
      isCancelled: async () => store.isOpen && store.reader.isCancelled(id),
    });
    this.running.set(id, { stop, done });
    try {
      await done;
    } finally {
      this.running.delete(id);
      await store.driven.leave(job);
    }
    return true;
  }

  /** Ends the work on a job here, if there is any. */
  cancel(id: string): void {
    this.running.get(id)?.stop.abort();
  }

  /** Ends all of it, and resolves when it has ended: what is on its way to an API is waited for. */
  async leave(): Promise<void> {
    this.leaving = true;
    const running = [...this.running.values()];
    for (const { stop } of running) stop.abort();
    await Promise.allSettled(running.map(({ done }) => done));
  }
}
