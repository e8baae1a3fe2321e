import { randomUUID } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { queuedAgain } from './attempts';
import { Drives } from './drives';
import type { Home } from './home';
import { keepHouse, retentionOf } from './housekeeping';
import { LeaseWatch } from './leaseWatch';
import type { JobFiles } from './files/port';
import type { Performer } from './performLocally';
import { isGone, ownIdentity } from '../pipeline/base/processIdentity';
import { releaseLost } from './releaseLost';
import type { Seal } from './seal';
import { SealedWatches } from './sealedWatches';
import { JobService } from './service';
import { DEFAULT_LANE } from './store/port';
import type { JobStore, SeenList } from './store/port';
import type { StoredProcess } from './store/storedProcess';
import { Worker } from './worker';
import type { JobStatus } from '../pipeline/job/status';
import { toMediaError } from '../pipeline/errors/mediaError';

/** How often an engine does what (ms). */
export interface Rhythm {
  /** Looks for jobs to run and to cancel, and for events. */
  poll: number;
  /** Says that it lives. */
  beat: number;
  /** Takes a process for lost whose heartbeat has not moved for so long. */
  lease: number;
  housekeeping: number;
}

const RHYTHM: Rhythm = { poll: 500, beat: 5_000, lease: 30_000, housekeeping: 600_000 };

export interface EngineOptions {
  env?: NodeJS.ProcessEnv;
  /** What kind of process this is: shown, and asked for by others. */
  role?: string;
  /** Whether it runs jobs, or only creates and watches them. */
  runs?: boolean;
  /** Jobs that run at the same time on this machine, by all processes together. */
  concurrency?: number;
  /** Who runs jobs, by the name of their backend. */
  performers: Record<string, Performer>;
  now?: () => number;
  random?: () => number;
  rhythm?: Partial<Rhythm>;
}

/** Half of the cores, so that the machine stays usable; MEDIA_JOBS_CONCURRENCY sets another number. */
const concurrencyOf = (env: NodeJS.ProcessEnv): number =>
  Math.max(1, Math.floor(Number(env.MEDIA_JOBS_CONCURRENCY) || availableParallelism() / 2));

/** What an engine works on. */
export interface EngineParts {
  home: Home;
  store: JobStore;
  files: JobFiles;
  seal: Seal;
}

function settledOptions(options: EngineOptions): Required<Omit<EngineOptions, 'rhythm'>> & { rhythm: Rhythm } {
  const { env = process.env, concurrency = concurrencyOf(env), rhythm } = options;
  return {
    role: 'cli',
    runs: true,
    now: Date.now,
    random: Math.random,
    ...options,
    env,
    concurrency,
    rhythm: { ...RHYTHM, ...rhythm },
  };
}

/** Something that an engine does each time it looks, beside running jobs: it is given the process's id. */
export type PeriodicTask = (owner: string) => Promise<void> | void;

/**
 * Runs the jobs of a store, in this process, beside others of the same machine that do the same. Whatever ends this process, another one, or the next,
 * takes its jobs up again.
 */
export class Engine {
  /** Creates, shows and cancels jobs. */
  readonly jobs: JobService;
  /** Goes on with jobs of hosted APIs. */
  readonly drives: Drives;
  /** Executions of n8n that wait for jobs. */
  readonly watches: SealedWatches;
  /** Webhooks that were taken in. */
  readonly seen: SeenList;
  readonly home: Home;
  private readonly store: JobStore;
  private readonly files: JobFiles;
  private readonly options: Required<Omit<EngineOptions, 'rhythm'>> & { rhythm: Rhythm };
  private readonly worker: Worker;
  private readonly leases: LeaseWatch;
  private readonly timers: NodeJS.Timeout[] = [];
  private readonly periodicTasks: PeriodicTask[] = [];
  private readonly leavers: (() => Promise<void>)[] = [];
  private id = '';
  private only: string | null = null;
  private turning: Promise<void> | null = null;
  private again = false;
  private leaving = false;
  private stopping = false;
  private readonly hurry = new AbortController();
  private stopped: Promise<void> | undefined;
  private said = '';

  /** Runs nothing until it is started. `openEngine` puts together what belongs to it. */
  constructor({ home, store, files, seal }: EngineParts, options: EngineOptions) {
    const settled = settledOptions(options);
    const { performers, now, random, rhythm, env } = settled;
    this.home = home;
    this.store = store;
    this.files = files;
    this.options = settled;
    this.worker = new Worker({ files, store, seal, performers, now, random, storeRetryMs: rhythm.beat }, () =>
      this.ended(),
    );
    this.leases = new LeaseWatch(rhythm.lease, isGone);
    this.drives = new Drives({ store, owner: () => this.id });
    this.watches = new SealedWatches(store.watches, seal);
    this.seen = store.seen;
    this.jobs = new JobService({ files, store, seal, now, pollMs: rhythm.poll, retention: retentionOf(env) }, () =>
      this.look(),
    );
  }

  /** How many jobs there are of each status that is named. */
  async counts<S extends JobStatus>(...statuses: S[]): Promise<Record<S, number>> {
    const counted = await Promise.all(
      statuses.map(async (status) => [status, await this.store.reader.count(status)] as const),
    );
    return Object.fromEntries(counted) as Record<S, number>;
  }

  /** Whether there is nothing left to do, now: no job, and no message about one. */
  async isIdle(): Promise<boolean> {
    const { queued, processing } = await this.counts('queued', 'processing');
    return queued + processing === 0 && !(await this.store.outbox.isDue(this.options.now()));
  }

  /** Whether some process that has the store open is as is asked. */
  async hasWorker(fits: (worker: StoredProcess) => boolean): Promise<boolean> {
    return (await this.store.workers.all()).some(fits);
  }

  /** What else is to be done at every look, and before the store is closed. */
  addPeriodicTask(task: PeriodicTask, stop?: () => Promise<void>): void {
    this.periodicTasks.push(task);
    if (stop !== undefined) this.leavers.push(stop);
  }

  /** Begins to look for jobs. @param only the one job that this engine runs; all unless given */
  async start({ only = null }: { only?: string | null } = {}): Promise<void> {
    const { rhythm } = this.options;
    this.only = only;
    await this.register();
    this.every(rhythm.beat, () => this.beat());
    this.every(rhythm.poll, () => this.look());
    this.every(rhythm.housekeeping, () => this.tidy());
    await this.beat();
    await this.tidy();
    this.look();
  }

  /**
   * Ends what runs, puts it back into the queue, and closes the store.
   * @param graceMs what runs may go on for so long first, while nothing new is begun; a second call without cuts it short
   */
  stop({ graceMs = 0 }: { graceMs?: number } = {}): Promise<void> {
    if (graceMs === 0) this.hurry.abort();
    this.stopped ??= this.leave(graceMs);
    return this.stopped;
  }

  private async leave(graceMs: number): Promise<void> {
    this.leaving = true;
    if (graceMs > 0) await this.worker.idle(AbortSignal.any([this.hurry.signal, AbortSignal.timeout(graceMs)]));
    this.stopping = true;
    for (const timer of this.timers) clearInterval(timer);
    await Promise.all([this.worker.leave(), this.drives.leave()]);
    await this.turning;
    // One that was just being claimed.
    await this.worker.leave();
    for (const stop of this.leavers) await stop();
    await this.jobs.close();
    await this.attempt(() => this.release(this.id));
    await this.store.close();
  }

  /**
   * For a process that ends at once (its `exit` event): what runs goes back into the queue, and that is no fault of the job's. What it has left is swept by who
   * takes it up.
   */
  abandon(): void {
    const { now } = this.options;
    if (!this.store.isOpen) return;
    this.store.queue.release(this.id, (job) => ({
      state: queuedAgain(job.state, job.attempts - 1, now()),
      readyAt: now(),
      took: 'nothing',
      published: true,
    }));
  }

  /** A job has ended here: whoever waits for it is told at once, and there is room for another one. */
  private ended(): void {
    this.jobs.look();
    this.look();
  }

  /** Looks for something to do, now. */
  look(): void {
    if (this.id === '' || this.stopping) return;
    this.again = true;
    this.turning ??= this.turn().finally(() => {
      this.turning = null;
    });
  }

  private async turn(): Promise<void> {
    while (this.again && !this.stopping) {
      this.again = false;
      await this.attempt(async () => {
        for (const id of await this.store.reader.cancelled(this.id)) {
          this.worker.cancel(id);
          this.drives.cancel(id);
        }
        await this.claim();
        for (const task of this.periodicTasks) await task(this.id);
      });
    }
  }

  private async claim(): Promise<void> {
    const { runs, concurrency, performers, now } = this.options;
    while (runs && !this.leaving && this.worker.running < concurrency) {
      const job = await this.store.queue.claim(this.id, {
        lane: DEFAULT_LANE,
        tenant: null,
        backends: Object.keys(performers),
        concurrency,
        now: now(),
        only: this.only,
      });
      if (job === null) return;
      this.worker.begin(job);
    }
  }

  /** Says that this process lives, and looks after the others. */
  private async beat(): Promise<void> {
    await this.attempt(async () => {
      if (!(await this.store.workers.beat(this.id, this.options.now()))) {
        // It stood still for longer than its lease (a stopped process, a suspended machine): others have its jobs.
        this.worker.lose();
        await this.register();
      }
      const others = (await this.store.workers.all()).filter(({ id }) => id !== this.id);
      for (const { id } of this.leases.observe(others, performance.now())) await this.release(id);
      // A process that came back claimed something just as it was being taken for lost.
      if ((await this.store.reader.ofLost('')).length > 0) await this.release('');
    });
  }

  private release(process: string): Promise<void> {
    return releaseLost({ files: this.files, store: this.store, now: this.options.now }, process);
  }

  private async tidy(): Promise<void> {
    await this.attempt(() =>
      keepHouse({
        files: this.files,
        store: this.store,
        retention: retentionOf(this.options.env),
        now: this.options.now(),
      }),
    );
  }

  private async register(): Promise<void> {
    const id = randomUUID();
    await this.store.workers.register({ id, ...ownIdentity(), role: this.options.role, seenAt: this.options.now() });
    this.id = id;
  }

  private every(ms: number, work: () => unknown): void {
    // A process that has nothing else to do may end.
    this.timers.push(setInterval(work, ms).unref());
  }

  /** The engine outlives a store that cannot be used for a while; it says so once. */
  private async attempt(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
      this.said = '';
    } catch (error) {
      const { message } = toMediaError(error);
      if (this.said !== message) process.emitWarning(`Jobs in the background: ${message}`);
      this.said = message;
    }
  }
}
