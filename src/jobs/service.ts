import { createJob, isEnded } from '../pipeline/job/job';
import type { Job, TaskKind } from '../pipeline/job/job';
import { tasksOf } from '../pipeline/kinds';
import type { KindName } from '../pipeline/kinds';
import type { InputHeaders } from '../pipeline/net/inputHeaders';
import type { RemotePlace } from '../pipeline/storage/place';
import type { S3Keys } from '../pipeline/storage/s3/s3Access';
import type { Source } from '../pipeline/storage/source';
import { failedJob } from '../pipeline/job/jobProgress';
import { MOST_ATTEMPTS, queuedAgain } from './attempts';
import { refuseTooSmallDisk } from './diskEstimate';
import { EventFeed } from './eventFeed';
import type { Home } from './home';
import { keptFor } from './housekeeping';
import type { Retention } from './housekeeping';
import { ownInput, removeFiles } from './jobFiles';
import { access } from 'node:fs/promises';
import { shownAddress } from '../pipeline/base/redact';
import { hiddenMark, hiddenOf, keyFor, sealSecrets } from './jobSecrets';
import type { JobSecrets } from './jobSecrets';
import { storedInput } from './inputPlace';
import { requestHashOf } from './store/storedJob';
import type { StoredAddress, StoredJob, StoredOutput, StoredRequest } from './store/storedJob';
import type { EventType, JobEvent } from './store/events';
import type { JobFilter } from './store/jobs';
import type { Store } from './store/store';
import { mediaError } from '../pipeline/errors/mediaError';
import type { MediaJobError } from '../pipeline/errors/mediaError';
import type { DeliveryTry } from './store/delivery';

/** An input that is fetched when its job runs. */
export interface RemoteInput {
  place: RemotePlace;
  /** Request headers for its server alone. */
  headers?: InputHeaders | undefined;
  /** Those of the machine unless given: whoever names an object in S3 storage may use them. */
  keys?: S3Keys | undefined;
}

/** The input of a job that is driven, which this machine does not read: an address, a name, or an id. */
export interface NamedInput {
  named: string;
}

/** A job to be run some time. */
export interface JobOrder {
  request: { kind: KindName; options: object; metadata: Record<string, unknown> };
  /** A file, which the job makes its own; or what it fetches when it runs. */
  input: Source | RemoteInput | NamedInput;
  output?: StoredOutput;
  /** Keys of the S3 storage that the result goes to; those of the machine unless given. */
  outputKeys?: S3Keys | undefined;
  backend?: string;
  /** The same key and request answer the first job. */
  idempotencyKey?: string | undefined;
  /** Whose key that is: the same key of somebody else is another one. And how long it counts (ms); as long as the job is kept unless given. */
  idempotencyScope?: { owner: string; forMs: number };
  /** Higher goes first; 0 unless given. */
  priority?: number | undefined;
  /** Milliseconds that a run may take. */
  timeLimit?: number | undefined;
  webhookUrl?: string | undefined;
  /** Those of its end unless given. */
  webhookEvents?: readonly EventType[] | undefined;
  /** Of a job that comes over HTTP: where its result is to be fetched from. */
  origin?: string;
  /** Of a job that no worker runs: how far it is, in its backend's words, and the tasks that it shows. */
  driven?: { steps: unknown; tasks: readonly TaskKind[] };
}

/** A job of the store as others see it. */
export interface JobView extends Job {
  /** How telling `webhook_url` went; only there when something was to be told. */
  webhook_deliveries?: {
    id: string;
    type: EventType;
    status: 'pending' | 'delivered' | 'failed';
    attempts: DeliveryTry[];
    next_at: number | null;
  }[];
}

const OF_THE_END: readonly EventType[] = ['job.succeeded', 'job.failed', 'job.cancelled'];

/** What can be done with the jobs of a store, from any process that has it open. */
export class JobService {
  private readonly feed: EventFeed;

  /** @param onChange told when there may be something to do for the engine of this process */
  constructor(
    private readonly use: { home: Home; store: Store; now: () => number; pollMs: number; retention: Retention },
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
    const { home, store, now } = this.use;
    const {
      request,
      input,
      output = null,
      outputKeys,
      backend = 'local',
      priority = 0,
      timeLimit = null,
      webhookUrl = null,
      webhookEvents = OF_THE_END,
      origin,
      driven,
    } = order;
    const { kind, metadata } = request;
    const options = { ...request.options };
    const shownUrl = webhookUrl === null ? null : shownAddress(webhookUrl);
    const named = namedBy(input);
    const secrets: JobSecrets = { webhookUrl: hiddenOf(webhookUrl), outputKeys, ...named.hidden };
    const key = await keyFor(store.seal, secrets);
    const requestHash = requestHashOf(
      { kind, options, metadata, output, backend, input: named.shown, webhookUrl: shownUrl },
      key && hiddenMark(key, secrets),
    );
    const idempotencyKey = await this.keyOf(order);
    const same = () => this.sameAs(idempotencyKey, requestHash, order.idempotencyKey);
    const first = same();
    if (first !== null) return { job: first, isNew: false };

    const fresh = createJob(
      { kind, input: named.shown, options, metadata, tasks: driven?.tasks ?? tasksOf(kind) },
      now(),
    );
    const state: Job = {
      ...fresh,
      ...(driven === undefined && { attempts: { made: 0, most: MOST_ATTEMPTS } }),
      ...(shownUrl !== null && { webhook_url: shownUrl }),
    };
    const stored: StoredRequest = {
      kind,
      options,
      metadata,
      output,
      ...(origin !== undefined && { origin }),
      input: 'open' in input ? await ownInput(home, state.id, input, signal) : named.stored,
    };
    try {
      await refuseTooSmallDisk(home, { request: stored });
      if (
        await store.jobs.insert({
          request: stored,
          state,
          backend,
          priority,
          requestHash,
          idempotencyKey,
          timeLimit,
          webhookUrl: shownUrl,
          webhookEvents,
          sealed: key && sealSecrets(key, state.id, secrets),
          steps: driven?.steps,
        })
      ) {
        this.changed();
        return { job: this.get(state.id), isNew: true };
      }
    } catch (error) {
      await removeFiles(home, state.id);
      throw error;
    }
    // Somebody else has stored a job of this key in the meantime.
    await removeFiles(home, state.id);
    return { job: same() ?? this.get(state.id), isNew: false };
  }

  /** The idempotency key of an order as the store knows it. */
  private async keyOf({ idempotencyKey, idempotencyScope }: JobOrder): Promise<string | null> {
    if (idempotencyKey === undefined || idempotencyScope === undefined) return idempotencyKey ?? null;
    const key = `${idempotencyScope.owner}:${idempotencyKey}`;
    await this.use.store.jobs.releaseKey(key, this.use.now() - idempotencyScope.forMs);
    return key;
  }

  private sameAs(key: string | null, requestHash: string, shown = ''): JobView | null {
    const job = key === null ? null : this.use.store.jobs.byKey(key);
    if (job === null) return null;
    if (job.requestHash !== requestHash) throw mediaError('idempotency_conflict', { key: shown, id: job.id });
    return this.view(job);
  }

  /** @param overHttp only one that came over HTTP is to be found @throws job_not_found */
  get(id: string, { overHttp = false }: { overHttp?: boolean } = {}): JobView {
    const job = this.stored(id);
    if (overHttp && job.request.origin === undefined) throw this.notFound(id);
    return this.view(job);
  }

  list(filter: JobFilter = {}): JobView[] {
    return this.page(filter).jobs;
  }

  /** The same, and whether there are more. */
  page(filter: JobFilter): { jobs: JobView[]; hasMore: boolean } {
    const { jobs, hasMore } = this.use.store.jobs.page(filter);
    return { jobs: jobs.map((job) => this.view(job)), hasMore };
  }

  /** Ends a job that has not ended: at once when it has not begun, else within a few seconds. Answers it as it is now. @throws job_not_found, job_ended */
  async cancel(id: string): Promise<JobView> {
    const { store, now } = this.use;
    for (;;) {
      const { status, state, steps, owner } = this.stored(id);
      if (status !== 'queued' && status !== 'processing') throw mediaError('job_ended', { id, status });
      const cancelled = () => failedJob(state, mediaError('cancelled', {}), now);
      // It may begin or end while this is being asked.
      if (
        await (status === 'queued' || (steps !== null && owner === null)
          ? store.jobs.cancelQueued(id, cancelled())
          : store.jobs.askToCancel(id))
      )
        break;
    }
    this.changed();
    return this.get(id);
  }

  /** Begins a failed or cancelled job of a worker anew, with as many attempts as at first; one of a hosted API never, since what was paid for would be paid for again. @throws job_not_found, job_not_ended, job_ended, input_gone */
  async retry(id: string): Promise<JobView> {
    const { store, now } = this.use;
    const { status, state, request, steps } = this.stored(id);
    if (status === 'succeeded' || (steps !== null && (status === 'failed' || status === 'cancelled')))
      throw mediaError('job_ended', { id, status });
    if (status !== 'failed' && status !== 'cancelled') throw mediaError('job_not_ended', { id, status });
    if ('path' in request.input) {
      await access(request.input.path).catch((error: unknown) => {
        throw mediaError('input_gone', { id }, error);
      });
    }
    if (!(await store.jobs.retry(id, queuedAgain(state, 0, now()), now())))
      throw mediaError('job_not_ended', { id, status: this.stored(id).status });
    this.changed();
    return this.get(id);
  }

  /** Tells of everything that happens to jobs from now on, by whatever process. @returns what ends it */
  subscribe(listener: (event: JobEvent) => void): () => void {
    return this.feed.subscribe(listener);
  }

  /** The job when it has ended; its changes until then are told. @throws job_not_found, and the signal's reason */
  async ended(id: string, signal: AbortSignal, onChange: (job: Job) => void = () => undefined): Promise<JobView> {
    let leave: () => void = () => undefined;
    const end = new Promise<void>((resolve, reject) => {
      const stop = () => reject(signal.reason as Error);
      signal.addEventListener('abort', stop, { once: true });
      const unsubscribe = this.subscribe(({ job }) => {
        if (job.id !== id) return;
        onChange(job);
        if (isEnded(job)) resolve();
      });
      leave = () => {
        unsubscribe();
        signal.removeEventListener('abort', stop);
      };
    });
    try {
      signal.throwIfAborted();
      if (!isEnded(this.get(id))) await end;
      return this.get(id);
    } finally {
      end.catch(() => undefined);
      leave();
    }
  }

  /** The error of an id that no job has, or no longer. */
  notFound(id: string): MediaJobError {
    return mediaError('job_not_found', { id, kept: keptFor(this.use.retention.jobs) });
  }

  close(): void {
    this.feed.close();
  }

  /** Listeners hear of what has just been written by this process, and need not wait for the next look. */
  look(): void {
    this.feed.look();
  }

  private changed(): void {
    this.look();
    this.onChange();
  }

  private stored(id: string): StoredJob {
    const job = this.use.store.jobs.get(id);
    if (job === null) throw this.notFound(id);
    return job;
  }

  private view({ id, state, webhookUrl }: StoredJob): JobView {
    const deliveries = webhookUrl === null ? [] : this.use.store.deliveries.of(id);
    if (deliveries.length === 0) return state;
    const shown = deliveries.map((each) => ({
      id: each.id,
      type: each.type,
      status: each.status,
      attempts: each.tries,
      next_at: each.status === 'pending' ? each.nextAt : null,
    }));
    return { ...state, webhook_deliveries: shown };
  }
}

/** What a job shows of its input, and what is stored of one that is no file. */
function namedBy(input: JobOrder['input']): { shown: string; stored: StoredAddress; hidden: JobSecrets } {
  if ('place' in input) {
    const { input: stored, hidden } = storedInput(input.place);
    return { shown: stored.address, stored, hidden: { ...hidden, headers: input.headers, inputKeys: input.keys } };
  }
  const shown = 'named' in input ? shownAddress(input.named) : input.shown;
  return { shown, stored: { address: shown }, hidden: 'named' in input ? { address: hiddenOf(input.named) } : {} };
}
