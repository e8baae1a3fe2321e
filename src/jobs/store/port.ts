import type { ProcessIdentity } from '../../pipeline/base/processIdentity';
import type { Job } from '../../pipeline/job/job';
import type { JobStatus } from '../../pipeline/job/status';
import type { SeenIds } from '../../webhooks/seen';
import type { Delivery, DeliveryProgress } from './delivery';
import type { JobEvent } from './event';
import type { Claim, DrivenJob, NewStoredJob, StoredJob } from './storedJob';
import type { StoredProcess } from './storedProcess';
import type { Watch } from './watch';

/** The lane and the tenant of jobs that name none. */
export const [DEFAULT_LANE, DEFAULT_TENANT] = ['default', 'default'];

/**
 * Where jobs are kept, for all processes that run or watch them. Each call is one change that is made whole or not at all, whoever else has the store open;
 * what has come of it is there for all when its promise resolves. Times are Unix milliseconds, whole ones: a fraction is rounded up.
 *
 * Every call may reject with store_unusable or disk_full. What an implementation has to keep to is test/conformance/jobStore.ts.
 */
export interface JobStore {
  readonly queue: JobQueue;
  readonly reader: JobReader;
  readonly driven: DrivenJobs;
  readonly events: EventLog;
  readonly outbox: Outbox;
  readonly workers: Workers;
  readonly children: ChildProcesses;
  readonly watches: WatchList;
  readonly seen: SeenList;
  /** False once this process has closed it. */
  readonly isOpen: boolean;
  /** Nothing more is asked of it by this process. */
  close(): Promise<void>;
}

/**
 * Changes of jobs. Each that changes the job object writes an event, and for each event that the job's webhook wants a delivery, with the same change: neither
 * can be lost. Whoever runs a job names it by its claim: one whose token is not the newest has no say any more, and is answered false.
 */
export interface JobQueue {
  /** @returns false when the idempotency key is taken: then nothing is stored */
  add(job: NewStoredJob): Promise<boolean>;
  /**
   * Takes the next job of a worker's that is due, by priority and then arrival, unless so many run already on this machine, or the worker is not known: then
   * it is taken for lost. A job that is to wait for more than an hour has that of a clock that was set back, and is due.
   */
  claim(worker: string, wanted: WantedJob): Promise<StoredJob | null>;
  /** Shows how far a job has come. @returns false when it is no longer the claimer's */
  progress(claim: Claim, state: Job): Promise<boolean>;
  /** Says that the result is about to be put in its place. @returns false when the job is no longer the claimer's, or to be cancelled: then it must not be */
  publishing(claim: Claim): Promise<boolean>;
  /** Ends a job. The one change that names the winner among attempts. @returns false when another attempt is the newest */
  end(claim: Claim, state: Job): Promise<boolean>;
  /** Puts a job back into the queue. @returns false when it is no longer the claimer's */
  requeue(claim: Claim, again: Requeue): Promise<boolean>;
  /** Ends a job that nobody has begun, or that nobody drives just now. @returns false when somebody does */
  cancel(id: string, state: Job): Promise<boolean>;
  /** Asks whoever runs a job to end it. @returns false when nobody does */
  askToCancel(id: string): Promise<boolean>;
  /** Begins an ended job of a worker anew, with no attempts. @returns false when it has not failed or been cancelled */
  retry(id: string, state: Job, now: number): Promise<boolean>;
  /**
   * Lets go of all jobs of a worker, and of the worker, in a process that ends at once: does before it returns what can be done so. What cannot is left to
   * whoever finds the worker gone. Never throws.
   * @param again how a worker's job goes back into the queue
   */
  release(worker: string, again: (job: StoredJob) => Requeue): void;
  /** Frees an idempotency key that a job has had since before a time. */
  releaseKey(idempotencyKey: string, createdBefore: number): Promise<void>;
  /** An ended job's files are gone. @returns whether there is such a job */
  filesRemoved(id: string): Promise<boolean>;
  /** Forgets jobs that ended before a time and whose files are gone, with all that has happened to them. @returns how many */
  forget(endedBefore: number): Promise<number>;
}

/** What a worker takes. */
export interface WantedJob {
  lane: string;
  /** Null: anybody's. */
  tenant: string | null;
  backends: readonly string[];
  /** Jobs of workers that run at the same time, by all processes together. */
  concurrency: number;
  now: number;
  /** The one job that may be taken; null: any. */
  only: string | null;
}

export interface Requeue {
  state: Job;
  readyAt: number;
  /** What the run has cost it: one of its attempts; a loss, when its process was lost; or nothing, when the process left. */
  took: 'attempt' | 'loss' | 'nothing';
  /** Whether nobody knows how far its publishing came: then the job stays marked as published, if it was. */
  published?: boolean;
}

/** Looks at jobs. One that was damaged is found all the same, and says so (`unreadable`). */
export interface JobReader {
  get(id: string): Promise<StoredJob | null>;
  byKey(idempotencyKey: string): Promise<StoredJob | null>;
  /** As little of a job as tells what of its files is still needed. */
  standing(id: string): Promise<Pick<StoredJob, 'status' | 'token'> | null>;
  /** A page of jobs, newest first and 20 unless the filter says otherwise. It ends early where its job objects would have more bytes; it has one at least. */
  page(filter: JobFilter): Promise<JobPage>;
  count(status: JobStatus): Promise<number>;
  /** Ids of a worker's jobs that are to be cancelled. */
  cancelled(worker: string): Promise<string[]>;
  isCancelled(id: string): Promise<boolean>;
  /** Running jobs of a worker, or of workers that are no longer in the store. */
  ofLost(worker: string): Promise<StoredJob[]>;
  /** Ended before a time, and their files still there. */
  withOldFiles(endedBefore: number): Promise<StoredJob[]>;
}

export interface JobFilter {
  status?: JobStatus;
  kind?: string;
  /** As the job shows it. */
  input?: string;
  limit?: number;
  /** Bytes of job objects, as JSON in UTF-8; unbounded unless given. */
  bytes?: number;
  /** An id: only jobs that came before it, or after it. */
  before?: string;
  after?: string;
  /** Newest first unless given. */
  order?: 'asc' | 'desc';
  /** Only those that came over HTTP. */
  overHttp?: boolean;
}

export interface JobPage {
  jobs: StoredJob[];
  hasMore: boolean;
}

/**
 * Jobs that no worker runs: those of a hosted API, driven by whoever holds its credential. Nobody or one process has such a job; between two drives it belongs
 * to nobody.
 */
export interface DrivenJobs {
  /** Takes a job that has not ended for a process. @returns null when another one has it, or it has ended, or the process is not known */
  take(id: string, worker: string): Promise<DrivenJob | null>;
  /** Writes down how far a job is, and its end. @returns false when it is no longer the taker's */
  step(claim: Claim, steps: object, state: Job): Promise<boolean>;
  /** Lets go of a job, for whoever goes on with it. */
  leave(claim: Claim): Promise<void>;
  /** Forgets those that nobody has gone on with since a time. */
  forget(untouchedSince: number): Promise<void>;
}

/** What has happened to jobs. An event tells the whole job as it was then. */
export interface EventLog {
  /** `seq` of the newest; 0: there is none. */
  last(): Promise<number>;
  /** In order of happening, some thousand at most; what was damaged of them is passed over. */
  after(seq: number): Promise<JobEvent[]>;
  /** Keeps the newest. Not by their time: a clock that is set forward would take away what nobody has read yet. */
  forgetAllBut(count: number): Promise<void>;
}

/** Events on their way to a job's `webhook_url`. Of progress that nobody is sending yet the newest alone is kept, until something else happens to its job. */
export interface Outbox {
  /**
   * Takes the first one that is due, or whose time lies so far ahead that it comes of a clock that was set back, and whose receiver may be posted to now.
   * A worker that is gone loses its claims with its entry.
   * @param mayPost asked with the receiver's address, as it is shown; any unless given
   */
  claim(worker: string, now: number, mayPost?: (url: string) => boolean): Promise<Delivery | null>;
  /** Notes how an attempt went, and lets go of the claim. */
  settle(id: string, how: Pick<Delivery, 'status' | 'tries' | 'nextAt'>): Promise<void>;
  /** The receiver of a job's messages wants no more of them. */
  giveUp(job: string): Promise<void>;
  /** How those of a job went, oldest first. */
  of(job: string): Promise<DeliveryProgress[]>;
  /** Whether there are messages to be sent now, or being sent. */
  isDue(now: number): Promise<boolean>;
}

/** Processes that have the store open. */
export interface Workers {
  register(worker: Omit<StoredProcess, 'beat'>): Promise<void>;
  /** @returns false when others have taken this process for lost */
  beat(id: string, now: number): Promise<boolean>;
  all(): Promise<StoredProcess[]>;
  remove(id: string): Promise<void>;
}

/** Processes that jobs have started, to be ended by whoever finds their parent gone. */
export interface ChildProcesses {
  add(claim: Claim, child: ProcessIdentity): Promise<void>;
  remove(claim: Claim, pid: number): Promise<void>;
  /** Those of a claim and of all before it; a later one's are somebody else's. */
  upTo(claim: Claim): Promise<ProcessIdentity[]>;
  forgetUpTo(claim: Claim): Promise<void>;
}

/** Executions of n8n that wait. */
export interface WatchList {
  /** In place of the one that the execution had before. */
  put(watch: Omit<Watch, 'seq' | 'failures'>): Promise<void>;
  get(execution: string): Promise<Watch | null>;
  /**
   * Those to be poked: their time has come; or, unless that was answered by a poke already, their limit has passed or all of their jobs here have ended.
   * @param longest wait between two pokes (ms), and none before the first is longer than its limit: what seems to be comes of a clock that was set back
   */
  due(now: number, longest: number): Promise<Watch[]>;
  /** Takes a due one for a poke, and says when the next one may follow. @returns false when it has been taken, or put anew, in the meantime */
  claim(watch: Watch, next: number): Promise<boolean>;
  postpone(watch: Pick<Watch, 'seq'>, nextAt: number): Promise<void>;
  remove(watch: Pick<Watch, 'seq'>): Promise<void>;
}

/** Ids of messages that were accepted, so that a second delivery of the same one does nothing. */
export interface SeenList extends SeenIds {
  forget(before: number): Promise<void>;
}
