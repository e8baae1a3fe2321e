import { BACKGROUND, jobScope } from '../pipeline/job/jobScope';
import { stoppedBy } from '../pipeline/job/job';
import type { Job } from '../pipeline/job/job';
import type { EndedJob } from '../pipeline/run/run';
import { failedJob } from '../pipeline/job/jobProgress';
import { mayRetry, queuedAgain, retryDelay } from './attempts';
import type { JobFiles } from './files/port';
import { tagOf } from './jobFiles';
import type { Performer } from './performLocally';
import { openSecrets } from './jobSecrets';
import { identify } from '../pipeline/base/processIdentity';
import type { Seal } from './seal';
import { StateWriter } from './stateWriter';
import type { JobStore } from './store/port';
import type { StoredJob } from './store/storedJob';
import { mediaError, toMediaError } from '../pipeline/errors/mediaError';

export interface WorkerUse {
  files: JobFiles;
  store: JobStore;
  seal: Seal;
  /** By backend. */
  performers: Record<string, Performer>;
  now: () => number;
  random: () => number;
  /** Waits between attempts at writing the end of a job while the store cannot be written (ms). */
  storeRetryMs: number;
}

/** Why a run is being ended. */
type Stop = 'cancelled' | 'time limit' | 'lost' | 'leaving';

interface Run {
  stop: AbortController;
  why: Stop | null;
  done: Promise<void>;
}

/** Runs claimed jobs to their end in the store, one run a job. */
export class Worker {
  private readonly runs = new Map<string, Run>();

  constructor(
    private readonly use: WorkerUse,
    private readonly onEnd: () => void,
  ) {}

  get running(): number {
    return this.runs.size;
  }

  begin(job: StoredJob): void {
    const run: Run = { stop: new AbortController(), why: null, done: Promise.resolve() };
    this.runs.set(job.id, run);
    run.done = this.perform(job, run).finally(() => {
      this.runs.delete(job.id);
      this.onEnd();
    });
  }

  cancel(id: string): void {
    this.end(this.runs.get(id), 'cancelled');
  }

  /** This process is taken for lost: whatever its jobs still make, nobody will have it. */
  lose(): void {
    for (const run of this.runs.values()) this.end(run, 'lost');
  }

  /** Resolves when nothing runs any more, or at the signal. */
  async idle(signal: AbortSignal): Promise<void> {
    const ended = Promise.all([...this.runs.values()].map(({ done }) => done));
    if (!signal.aborted)
      await Promise.race([ended, new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))]);
  }

  /** Ends all runs and puts their jobs back into the queue. */
  async leave(): Promise<void> {
    const runs = [...this.runs.values()];
    for (const run of runs) this.end(run, 'leaving');
    await Promise.all(runs.map(({ done }) => done));
  }

  private end(run: Run | undefined, why: Stop): void {
    if (run === undefined || run.why !== null) return;
    run.why = why;
    run.stop.abort();
  }

  private async perform(job: StoredJob, run: Run): Promise<void> {
    const { files, store, performers, now } = this.use;
    // The tasks that were shown while it was queued are those that it runs.
    const queued = { ...job.state, attempts: { made: job.attempts, most: job.state.attempts?.most ?? job.attempts } };
    const writer = new StateWriter(
      (state) => store.queue.progress(job, state),
      () => this.end(run, 'lost'),
    );
    const limit = job.timeLimit === null ? undefined : setTimeout(() => this.end(run, 'time limit'), job.timeLimit);
    const children = new Set<Promise<unknown>>();
    const note = (work: Promise<unknown>) => {
      const settled = work.catch(() => undefined).finally(() => children.delete(settled));
      children.add(settled);
    };
    const scope = {
      nice: BACKGROUND,
      tag: tagOf(job),
      started: (pid: number) => {
        const child = identify(pid);
        if (child !== null) note(store.children.add(job, child));
      },
      ended: (pid: number) => note(store.children.remove(job, pid)),
    };
    let ended: EndedJob;
    try {
      if (job.unreadable !== null) throw mediaError('job_unreadable', { id: job.id, why: job.unreadable });
      if (job.token > 1) await files.sweep(job, job.token);
      const perform = performers[job.backend];
      if (perform === undefined)
        throw mediaError('internal_error', { why: `there is nothing that runs jobs of ${job.backend}` });
      const onChange = (state: Job) => {
        if (state.status === 'processing') writer.changed(state);
      };
      const secrets = await openSecrets(this.use.seal, job);
      ended = await jobScope.run(scope, () =>
        perform({
          job,
          secrets,
          queued,
          signal: run.stop.signal,
          onChange,
          mayPublish: () => store.queue.publishing(job),
        }),
      );
    } catch (thrown) {
      const error = run.stop.signal.aborted ? mediaError('cancelled', {}, thrown) : toMediaError(thrown);
      ended = { job: failedJob(queued, error, now), error };
    }
    clearTimeout(limit);
    await writer.close();
    await Promise.all(children);
    await files.endAttempt(job, ended.error === null);
    const kept = await this.settle(job, ended, run);
    if (!kept) await files.dropResult(job);
    else if (ended.error === null) await files.dropInput(job.id);
  }

  /** Writes down how a run ended. @returns whether it was this run's to say */
  private async settle(job: StoredJob, { job: state, error }: EndedJob, run: Run): Promise<boolean> {
    const { store, now, random } = this.use;
    if (run.why === 'lost') return false;
    if (run.why === 'leaving' && error?.kind === 'cancelled')
      return this.insist(
        () =>
          store.queue.requeue(job, {
            state: queuedAgain(job.state, job.attempts - 1, now()),
            readyAt: now(),
            took: 'nothing',
          }),
        run,
      );
    if (run.why === 'time limit' && error?.kind === 'cancelled')
      return this.insist(
        () =>
          store.queue.end(
            job,
            stoppedBy(state, mediaError('time_limit_exceeded', { seconds: `${(job.timeLimit ?? 0) / 1000}` }).toJSON()),
          ),
        run,
      );
    if (error !== null && run.why === null && mayRetry(error, job.attempts)) {
      const again = {
        state: queuedAgain(job.state, job.attempts, now()),
        readyAt: now() + retryDelay(job.attempts, random()),
        took: 'attempt' as const,
      };
      return this.insist(() => store.queue.requeue(job, again), run);
    }
    return this.insist(() => store.queue.end(job, state), run);
  }

  /** A job's end is written even when the store cannot be for a while: its disk may have filled up. */
  private async insist(write: () => Promise<boolean>, run: Run): Promise<boolean> {
    for (;;) {
      try {
        return await write();
      } catch (error) {
        if (run.why === 'leaving' || run.why === 'lost') return false;
        process.emitWarning(toMediaError(error).message);
        await new Promise((resolve) => setTimeout(resolve, this.use.storeRetryMs));
      }
    }
  }
}
