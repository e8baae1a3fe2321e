import type { FileObject, Job, JobWarning, Task } from './job';
import type { Short } from './short';
import type { MediaJobError } from '../errors/mediaError';

/** `encode` is the task that the kind gives its name. */
export type TaskName = 'probe' | 'import' | 'analyse' | 'encode' | 'export';

/** A job that ends without a run of its own: refused, cancelled or given up. */
export const failedJob = (job: Job, error: MediaJobError, now: () => number): Job =>
  new JobProgress(job, now, () => undefined).fail(error, []);

/** The job object as it changes; every change is given out as a snapshot of its own. */
export class JobProgress {
  private readonly job: Job;

  /** @param queued a job that has not begun; it is given out as it is first */
  constructor(
    queued: Job,
    private readonly now: () => number,
    private readonly onChange: (job: Job) => void,
  ) {
    this.job = structuredClone(queued);
    this.onChange(this.snapshot);
  }

  get snapshot(): Job {
    return structuredClone(this.job);
  }

  /** Does a task's work: it starts, tells its progress (0–100), and ends with what it made. Answers the work's own value. */
  async task<T>(
    name: TaskName,
    work: (progress: (percent: number) => void) => Promise<{ output: FileObject | string | null; value: T }>,
  ): Promise<T> {
    const task = this.taskAt(name);
    const at = this.now();
    if (this.job.started_at === null) Object.assign(this.job, { status: 'processing', started_at: at });
    Object.assign(task, { status: 'processing', started_at: at, progress: 0 });
    this.changed(task);
    const { output, value } = await work((percent) => {
      const whole = Math.max(0, Math.min(99, Math.floor(percent)));
      if (whole <= (task.progress ?? 0)) return;
      task.progress = whole;
      this.changed(task);
    });
    Object.assign(task, { status: 'succeeded', progress: 100, output, finished_at: this.now() });
    this.changed(task);
    return value;
  }

  /** Tells the clips of the job as they are now. */
  shorts(shorts: readonly Short[]): void {
    this.job.shorts = structuredClone([...shorts]);
    this.changed();
  }

  /** Tells where the picture of the analysis lies. */
  contactSheet(address: string): void {
    this.job.contact_sheet = address;
    this.changed();
  }

  succeed(output: string | null, warnings: readonly JobWarning[]): Job {
    this.warn(warnings);
    Object.assign(this.job, { status: 'succeeded', output, finished_at: this.now() });
    this.changed();
    return this.snapshot;
  }

  /** The running task ends as the job does; those that never began are cancelled. */
  fail(error: MediaJobError, warnings: readonly JobWarning[]): Job {
    this.warn(warnings);
    const at = this.now();
    const status = error.kind === 'cancelled' ? 'cancelled' : 'failed';
    for (const task of this.job.tasks) {
      if (task.status === 'processing')
        Object.assign(task, { status, error: error.toJSON(), finished_at: at, updated_at: at });
      else if (task.status === 'waiting') Object.assign(task, { status: 'cancelled', finished_at: at, updated_at: at });
    }
    Object.assign(this.job, { status, error: error.toJSON(), finished_at: at });
    this.changed();
    return this.snapshot;
  }

  private warn(warnings: readonly JobWarning[]): void {
    if (warnings.length > 0) this.job.warnings = [...warnings];
  }

  private taskAt(name: TaskName): Task {
    const kind = name === 'encode' ? this.job.kind : name;
    const task = this.job.tasks.find((one) => one.kind === kind);
    if (task === undefined) throw new Error(`The job has no ${name} task`);
    return task;
  }

  private changed(task?: Task): void {
    const at = this.now();
    this.job.updated_at = at;
    if (task) task.updated_at = at;
    this.onChange(this.snapshot);
  }
}
