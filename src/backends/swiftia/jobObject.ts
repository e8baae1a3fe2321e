import { aboveCap } from './spending';
import type { ShortSteps, SwiftiaSteps } from './steps';
import type { Job, JobWarning, Task, TaskKind, TaskStatus } from '../../pipeline/job/job';
import type { Short } from '../../pipeline/job/short';
import type { JobErrorBody, JobStatus } from '../../pipeline/job/status';

/** Swiftia finds the shorts, then renders each. */
export const SWIFTIA_TASKS: readonly TaskKind[] = ['shorts', 'render'];

/** The job object of a job at Swiftia, from what is written down of it. Pure. @param before the object as it was last shown @param now Unix milliseconds */
export function swiftiaJobObject(before: Job, steps: SwiftiaSteps, now: number): Job {
  const ended = steps.at === 'ended';
  const status = statusOf(steps);
  const [making, rendering] = stages(steps);
  const [first, second] = before.tasks;
  const warned = [...dearer(before, steps), ...(ended && steps.error === null ? missing(steps.shorts) : [])];
  return {
    ...before,
    status,
    error: steps.error,
    backend_job_id: steps.jobId,
    shorts: steps.shorts.map(shortOf),
    tasks: [...(first ? [taskAt(first, making, now)] : []), ...(second ? [taskAt(second, rendering, now)] : [])],
    cost: { currency: 'USD', estimate: null, ...before.cost, charged: steps.cost },
    ...(warned.length > 0 && { warnings: warned }),
    started_at: before.started_at ?? (steps.at === 'new' ? null : now),
    finished_at: ended ? (before.finished_at ?? now) : null,
    updated_at: now,
  };
}

interface Stage {
  status: TaskStatus;
  progress: number | null;
  error: JobErrorBody | null;
}

function stages({ at, progress, shorts, error, jobId }: SwiftiaSteps): [Stage, Stage] {
  const waiting: Stage = { status: 'waiting', progress: null, error: null };
  if (at === 'new') return [waiting, waiting];
  if (at === 'creating' || at === 'created') return [{ status: 'processing', progress, error: null }, waiting];
  // What has no shorts came no further than the first stage.
  if (at === 'ended' && error !== null && shorts.length === 0)
    return [
      { status: 'failed', progress: jobId === null ? 0 : progress, error },
      { ...waiting, status: 'cancelled' },
    ];
  const made: Stage = { status: 'succeeded', progress: 100, error: null };
  if (at === 'ended') return [made, { status: error === null ? 'succeeded' : 'failed', progress: 100, error }];
  const sum = shorts.reduce((all, short) => all + (short.at === 'failed' ? 100 : short.progress), 0);
  return [
    made,
    { status: 'processing', progress: shorts.length === 0 ? 0 : Math.floor(sum / shorts.length), error: null },
  ];
}

function taskAt(task: Task, { status, progress, error }: Stage, now: number): Task {
  if (task.status === status && task.progress === progress) return task;
  const ended = status !== 'waiting' && status !== 'processing';
  return {
    ...task,
    status,
    progress,
    error,
    started_at: task.started_at ?? (status === 'waiting' || status === 'cancelled' ? null : now),
    finished_at: ended ? (task.finished_at ?? now) : null,
    updated_at: now,
  };
}

const STATUSES: Record<ShortSteps['at'], JobStatus> = {
  waiting: 'queued',
  intended: 'processing',
  rendering: 'processing',
  done: 'succeeded',
  failed: 'failed',
};

const shortOf = ({ title, start, end, score, reason, text, url, at, error }: ShortSteps): Short => ({
  title,
  start,
  end,
  duration: Math.round((end - start) * 1000) / 1000,
  score,
  reason,
  text,
  output: url,
  status: STATUSES[at],
  error,
});

function dearer({ cost }: Job, steps: SwiftiaSteps): JobWarning[] {
  const message = aboveCap(cost?.at_most ?? null, steps.cost?.total ?? null);
  return message === null ? [] : [{ kind: 'above_cap', message }];
}

function missing(shorts: readonly ShortSteps[]): JobWarning[] {
  if (shorts.length === 0)
    return [{ kind: 'no_shorts', message: 'Swiftia found nothing in the source that would make a short.' }];
  const failed = shorts.filter((short) => short.at === 'failed').length;
  return failed === 0
    ? []
    : [
        {
          kind: 'shorts_failed',
          message: `${failed} of ${shorts.length} shorts could not be rendered; each says why.`,
          count: failed,
        },
      ];
}

function statusOf(steps: SwiftiaSteps): JobStatus {
  if (steps.at === 'ended') return steps.error === null ? 'succeeded' : 'failed';
  return steps.at === 'new' ? 'queued' : 'processing';
}
