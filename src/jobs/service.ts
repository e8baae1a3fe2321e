import { createJob, isEnded } from '../pipeline/job/job';
import type { Job, TaskKind } from '../pipeline/job/job';
import { tasksOf } from '../pipeline/kinds';
import type { KindName } from '../pipeline/kinds';
import type { InputHeaders } from '../pipeline/net/inputHeaders';
import type { RemotePlace } from '../pipeline/storage/place';
import type { StorageKeys } from '../pipeline/storage/scheme';
import type { Source } from '../pipeline/storage/source';
import { failedJob } from '../pipeline/job/jobProgress';
import { MOST_ATTEMPTS, queuedAgain } from './attempts';
import { EventFeed } from './eventFeed';
import { keptFor } from './housekeeping';
import type { Retention } from './housekeeping';
import { shownAddress } from '../pipeline/base/redact';
import { hiddenMark, hiddenOf, keyFor, sealSecrets } from './jobSecrets';
import type { JobSecrets } from './jobSecrets';
import { storedInput } from './inputPlace';
import type { JobFiles, ResultFile } from './files/port';
import type { Seal } from './seal';
import { requestHashOf } from './store/requestHash';
import type { StoredAddress, StoredJob, StoredOutput, StoredRequest } from './store/storedJob';
import type { EventType, JobEvent } from './store/event';
import { DEFAULT_LANE, DEFAULT_TENANT } from './store/port';
import type { JobFilter, JobStore } from './store/port';
import { mediaError } from '../pipeline/errors/mediaError';
import type { MediaJobError } from '../pipeline/errors/mediaError';
import type { DeliveryTry } from './store/delivery';

/** An input that is fetched when its job runs. */
export interface RemoteInput {
  place: RemotePlace;
  /** Request headers for its server alone. */
  headers?: InputHeaders | undefined;
  /** Those of the machine unless given: whoever names a file in a storage may use them. */
  keys?: StorageKeys | undefined;
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
  /** Keys of the storage that the result goes to; those of the machine unless given. */
  outputKeys?: StorageKeys | undefined;
  backend?: string;
  /** Queue that it waits in, and who it is made for. */
  lane?: string;
  tenant?: string;
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
  driven?: { steps: object; tasks: readonly TaskKind[] };
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
    private readonly use: {
      files: JobFiles;
      store: JobStore;
      seal: Seal;
      now: () => number;
      pollMs: number;
      retention: Retention;
    },
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
    const { files, store, seal, now } = this.use;
    const {
      request,
      input,
      output = null,
      outputKeys,
      backend = 'local',
      lane = DEFAULT_LANE,
      tenant = DEFAULT_TENANT,
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
    const key = await keyFor(seal, secrets);
    const requestHash = requestHashOf(
      { kind, options, metadata, output, backend, input: named.shown, webhookUrl: shownUrl },
      key && hiddenMark(key, secrets),
    );
    const idempotencyKey = await this.keyOf(order);
    const same = () => this.sameAs(idempotencyKey, requestHash, order.idempotencyKey);
    const first = await same();
    if (first !== null) return { job: first, isNew: false };

    const fresh = createJob(
      { kind, input: named.shown, options, metadata, tasks: driven?.tasks ?? tasksOf(request) },
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
      input: 'open' in input ? await files.keepInput(state.id, input, signal) : named.stored,
    };
    try {
      await files.refuseTooSmall(stored);
      if (
        await store.queue.add({
          lane,
          tenant,
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
          ...(driven === undefined ? { runBy: 'worker' } : { runBy: 'drive', steps: driven.steps }),
        })
      ) {
        this.changed();
        return { job: await this.get(state.id), isNew: true };
      }
    } catch (error) {
      await files.remove(state.id);
      throw error;
    }
    // Somebody else has stored a job of this key in the meantime.
    await files.remove(state.id);
    return { job: (await same()) ?? (await this.get(state.id)), isNew: false };
  }

  /** The idempotency key of an order as the store knows it. */
  private async keyOf({ idempotencyKey, idempotencyScope }: JobOrder): Promise<string | null> {
    if (idempotencyKey === undefined || idempotencyScope === undefined) return idempotencyKey ?? null;
    const key = `${idempotencyScope.owner}:${idempotencyKey}`;
    await this.use.store.queue.releaseKey(key, this.use.now() - idempotencyScope.forMs);
    return key;
  }

  private async sameAs(key: string | null, requestHash: string, shown = ''): Promise<JobView | null> {
    const job = key === null ? null : await this.use.store.reader.byKey(key);
    if (job === null) return null;
    if (job.requestHash !== requestHash) throw mediaError('idempotency_conflict', { key: shown, id: job.id });
    return this.view(job);
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
    if (!(await this.use.files.hasInput(request.input))) throw mediaError('input_gone', { id });
    if (!(await store.queue.retry(id, queuedAgain(state, 0, now()), now())))
      throw mediaError('job_not_ended', { id, status: (await this.stored(id)).status });
    this.changed();
    return this.get(id);
  }

  /** Tells of everything that happens to jobs from now on, by whatever process. @returns what ends it */
  subscribe(listener: (event: JobEvent) => void): Promise<() => void> {
    return this.feed.subscribe(listener);
  }

  /**
   * Tells of one job: first as it is now, as `job.now` or by its end, then at each change. What happens while it is being read is told after that.
   * @returns what ends it @throws job_not_found
   */
  async follow(id: string, listener: (type: EventType | 'job.now', job: Job) => void): Promise<() => void> {
    let later: JobEvent[] | null = [];
    const leave = await this.subscribe((event) => {
      if (event.job.id !== id) return;
      if (later === null) listener(event.type, event.job);
      else later.push(event);
    });
    try {
      const now = await this.get(id);
      listener(isEnded(now) ? (`job.${now.status}` as EventType) : 'job.now', now);
      for (const { type, job } of later) listener(type, job);
      later = null;
      return leave;
    } catch (error) {
      leave();
      throw error;
    }
  }

  /** The job when it has ended; its changes until then are told. @throws job_not_found, and the signal's reason */
  async ended(id: string, signal: AbortSignal, onChange: (job: Job) => void = () => undefined): Promise<JobView> {
    let stop = (): void => undefined;
    let done = (): void => undefined;
    const end = new Promise<void>((resolve, reject) => {
      stop = () => reject(signal.reason as Error);
      done = resolve;
    });
    end.catch(() => undefined);
    const unsubscribe = await this.subscribe(({ job }) => {
      if (job.id !== id) return;
      onChange(job);
      if (isEnded(job)) done();
    });
    signal.addEventListener('abort', stop, { once: true });
    try {
      signal.throwIfAborted();
      if (!isEnded(await this.get(id))) await end;
      return await this.get(id);
    } finally {
      signal.removeEventListener('abort', stop);
      unsubscribe();
    }
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

  private async view({ id, state, webhookUrl }: StoredJob): Promise<JobView> {
    const deliveries = webhookUrl === null ? [] : await this.use.store.outbox.of(id);
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
