import { mediaError } from '../pipeline/errors/mediaError';
import type { MediaJobError } from '../pipeline/errors/mediaError';
import type { Job } from '../pipeline/job/job';
import { failedJob } from '../pipeline/job/jobProgress';
import { queuedAgain } from './attempts';
import { EventFeed } from './eventFeed';
import type { ResultFile } from './files/port';
import { ended, follow } from './follow';
import { keptFor } from './housekeeping';
import type { Retention } from './housekeeping';
import { viewOf } from './jobView';
import type { JobView } from './jobView';
import type { JobOrder } from './order';
import { placeOrder } from './placeOrder';
import type { PlaceUse } from './placeOrder';
import type { EventType, JobEvent } from './store/event';
import type { JobFilter } from './store/port';
import { storedInputs } from './store/storedJob';
import type { StoredJob } from './store/storedJob';

/** What can be done with the jobs of a store, from any process that has it open. */
export class JobService {
  private readonly feed: EventFeed;

  /** @param onChange told when there may be something to do for the engine of this process */
  constructor(
    private readonly use: PlaceUse & { pollMs: number; retention: Retention },
    private readonly onChange: () => void,
  ) {
    this.feed = new EventFeed(use.store.events, use.pollMs);
  }

  /**
   * Stores a job and answers it queued; the same idempotency key and request answer the job that is there already.
   * @throws idempotency_conflict, disk_full, store_unusable, and what the input's source throws
   */
  async create(order: JobOrder, signal?: AbortSignal): Promise<JobView> {
    return (await this.place(order, signal)).job;
  }

  /** The same, and whether the job is new. */
  async place(
    order: JobOrder,
    signal: AbortSignal = new AbortController().signal,
  ): Promise<{ job: JobView; isNew: boolean }> {
    const { id, isNew, found } = await placeOrder(order, this.use, signal);
    if (isNew) this.changed();
    return { job: found === null ? await this.get(id) : await this.view(found), isNew };
  }

  /** @param overHttp only one that came over HTTP is to be found @throws job_not_found */
  async get(id: string, { overHttp = false }: { overHttp?: boolean } = {}): Promise<JobView> {
    const job = await this.stored(id);
    if (overHttp && job.request.origin === undefined) throw this.notFound(id);
    return this.view(job);
  }

  /** The job that an idempotency key names; null: there is none. */
  async findByKey(idempotencyKey: string): Promise<JobView | null> {
    const job = await this.use.store.reader.byKey(idempotencyKey);
    return job === null ? null : this.view(job);
  }

  /** Who makes a job; null: there is none. */
  async backendOf(id: string): Promise<string | null> {
    return (await this.use.store.reader.get(id))?.backend ?? null;
  }

  /**
   * The files that a job has left in the engine's keeping, its main one first; null when its result lies where its user has said.
   * @throws job_not_found, output_gone
   */
  async results(id: string): Promise<ResultFile[] | null> {
    return this.use.files.results(await this.stored(id));
  }

  async list(filter: JobFilter = {}): Promise<JobView[]> {
    return (await this.page(filter)).jobs;
  }

  /** The same, and whether there are more. */
  async page(filter: JobFilter): Promise<{ jobs: JobView[]; hasMore: boolean }> {
    const { jobs, hasMore } = await this.use.store.reader.page(filter);
    return { jobs: await Promise.all(jobs.map((job) => this.view(job))), hasMore };
  }

  /** Ends a job that has not ended: at once when it has not begun, else within a few seconds. Answers it as it is now. @throws job_not_found, job_ended */
  async cancel(id: string): Promise<JobView> {
    const { store, now } = this.use;
    for (;;) {
      const { status, state, runBy, owner } = await this.stored(id);
      if (status !== 'queued' && status !== 'processing') throw mediaError('job_ended', { id, status });
      const cancelled = () => failedJob(state, mediaError('cancelled', {}), now);
      // It may begin or end while this is being asked.
      if (
        await (status === 'queued' || (runBy === 'drive' && owner === null)
          ? store.queue.cancel(id, cancelled())
          : store.queue.askToCancel(id))
      )
        break;
    }
    this.changed();
    return this.get(id);
  }

  /** Begins a failed or cancelled job of a worker anew, with as many attempts as at first; one of a hosted API never, since what was paid for would be paid for again. @throws job_not_found, job_not_ended, job_ended, input_gone */
  async retry(id: string): Promise<JobView> {
    const { store, now } = this.use;
    const { status, state, request, runBy } = await this.stored(id);
    if (status === 'succeeded' || (runBy === 'drive' && (status === 'failed' || status === 'cancelled')))
      throw mediaError('job_ended', { id, status });
    if (status !== 'failed' && status !== 'cancelled') throw mediaError('job_not_ended', { id, status });
    const there = await Promise.all(storedInputs(request).map((input) => this.use.files.hasInput(input)));
    if (!there.every(Boolean)) throw mediaError('input_gone', { id });
    if (!(await store.queue.retry(id, queuedAgain(state, 0, now()), now())))
      throw mediaError('job_not_ended', { id, status: (await this.stored(id)).status });
    this.changed();
    return this.get(id);
  }

  /** Tells of everything that happens to jobs from now on, by whatever process. @returns what ends it */
  subscribe(listener: (event: JobEvent) => void): Promise<() => void> {
    return this.feed.subscribe(listener);
  }

  /** As `follow` tells of it. @returns what ends it @throws job_not_found */
  follow(id: string, listener: (type: EventType | 'job.now', job: Job) => void): Promise<() => void> {
    return follow(this, id, listener);
  }

  /** The job when it has ended; its changes until then are told. @throws job_not_found, and the signal's reason */
  ended(id: string, signal: AbortSignal, onChange: (job: Job) => void = () => undefined): Promise<JobView> {
    return ended(this, id, signal, onChange);
  }

  /** The error of an id that no job has, or no longer. */
  notFound(id: string): MediaJobError {
    return mediaError('job_not_found', { id, kept: keptFor(this.use.retention.jobs) });
  }

  close(): Promise<void> {
    return this.feed.close();
  }

  /** Listeners hear of what has just been written by this process, and need not wait for the next look. */
  look(): void {
    this.feed.look();
  }

  private changed(): void {
    this.look();
    this.onChange();
  }

  private async stored(id: string): Promise<StoredJob> {
    const job = await this.use.store.reader.get(id);
    if (job === null) throw this.notFound(id);
    return job;
  }

  private view(job: StoredJob): Promise<JobView> {
    return viewOf(job, this.use.store);
  }
}
