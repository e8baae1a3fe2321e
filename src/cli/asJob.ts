import { fieldsOf } from '../backends/hostedJob';
import type { BackendJob } from '../backends/backendJob';
import type { Job } from '../pipeline/job/job';

/** A hosted job as reports show one: what they look at is there, whatever the API leaves out. */
export function asJob(job: BackendJob): Job {
  const tasks = (Array.isArray(job.tasks) ? job.tasks : []).map((task: unknown) => {
    const { progress, started_at: startedAt, status, ...rest } = fieldsOf(task);
    return {
      ...rest,
      status,
      progress: typeof progress === 'number' ? progress : progressOf(status),
      started_at: startedAt ?? null,
    };
  });
  return { ...job, input: job.input ?? '', tasks } as unknown as Job;
}

/** Percent of a task that tells none. */
const progressOf = (status: unknown): number | null => (status === 'succeeded' ? 100 : null);
