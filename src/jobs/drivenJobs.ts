import { setTimeout as sleep } from 'node:timers/promises';
import type { DrivenJobs, TakenJob } from '../backends/jobService';
import { mediaError, MediaJobError } from '../pipeline/errors/mediaError';
import type { Engine } from './engine';
import type { Drive } from './drives';

/** A written answer is worth more than anything else: so often, and so far apart (ms), it is tried to write it down while the store cannot be. */
const [WRITES, WRITE_PAUSE_MS] = [20, 500];

/** Jobs of an engine's store that no worker runs, as their backends speak to them. */
export const drivenJobsOf = ({ jobs, drives }: Pick<Engine, 'jobs' | 'drives'>): DrivenJobs => ({
  place: ({ backend, kind, input, options, metadata, idempotencyKey, steps, tasks }) =>
    jobs.create({
      request: { kind, options, metadata },
      input: { named: input },
      backend,
      idempotencyKey,
      driven: { steps, tasks },
    }),
  has: async (id, backend) => (await jobs.backendOf(id)) === backend,
  drive(id, work) {
    const taken = ({ job, step, isCancelled }: Drive): TakenJob => ({
      id: job.id,
      state: job.state,
      options: job.request.options,
      steps: job.steps,
      async save(steps, state) {
        if (!(await insist(() => step(steps, state))))
          throw mediaError('internal_error', { why: `the job ${job.id} has been taken by another process` });
        jobs.look();
      },
      isCancelled,
    });
    return drives.drive(id, (drive) => work(taken(drive), drive.signal));
  },
});

/** Writes again while the store cannot be written. */
async function insist<T>(write: () => Promise<T>): Promise<T> {
  for (let made = 1; ; made++) {
    try {
      return await write();
    } catch (error) {
      if (!(error instanceof MediaJobError) || !error.retryable || made >= WRITES) throw error;
    }
    await sleep(WRITE_PAUSE_MS);
  }
}
