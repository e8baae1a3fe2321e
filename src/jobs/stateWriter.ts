import type { Job } from '../pipeline/job/job';

/** Progress is written down this often (ms); a task that begins or ends at once. */
const EVERY_MS = 1_000;

/**
 * Writes a job's changes to the store, one at a time and always the newest, so that a slow disk holds up no job. What is merely progress waits its turn.
 * @param write answers false when the job is another's by now
 */
export class StateWriter {
  private latest: Job | null = null;
  private shown = '';
  private writtenAt = -Infinity;
  private writing: Promise<void> = Promise.resolve();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly write: (job: Job) => Promise<boolean>,
    private readonly onLost: () => void,
  ) {}

  changed(job: Job): void {
    this.latest = job;
    const now = [job.status, ...job.tasks.map(({ status }) => status)].join();
    const left = EVERY_MS - (performance.now() - this.writtenAt);
    if (now !== this.shown || left <= 0) this.flush();
    else this.timer ??= setTimeout(() => this.flush(), left);
    this.shown = now;
  }

  /** Nothing more will be written when this resolves. */
  async close(): Promise<void> {
    clearTimeout(this.timer);
    this.latest = null;
    await this.writing;
  }

  private flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.writtenAt = performance.now();
    this.writing = this.writing.then(async () => {
      const job = this.latest;
      this.latest = null;
      // A change that cannot be written is no reason to end the job: its end will be.
      if (job !== null && !(await this.write(job).catch(() => true))) this.onLost();
    });
  }
}
