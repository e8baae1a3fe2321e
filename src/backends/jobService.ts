import type { KindName } from '../pipeline/kinds';
import type { Job, TaskKind } from '../pipeline/job/job';
import type { MediaJobError } from '../pipeline/errors/mediaError';
import type { ProducedFile } from '../pipeline/storage/destination';
import type { BackendFilter, BackendOrder } from './backendJob';

/** The jobs of this machine, as backends speak to them. Who keeps them (src/jobs) stands above and hands this in. */
export interface JobService {
  /** Stores a job for the workers of this machine, or answers the one of its idempotency key. */
  create(order: Omit<BackendOrder, 'extraOptions'>, signal: AbortSignal): Promise<Job>;
  /** @throws job_not_found */
  get(id: string): Promise<Job>;
  list(filter: BackendFilter): Promise<{ jobs: Job[]; more: boolean }>;
  /** @throws job_not_found, job_ended */
  cancel(id: string): Promise<Job>;
  /** @throws job_not_found, job_not_ended, job_ended, input_gone */
  retry(id: string): Promise<Job>;
  /** The job when it has ended. @throws job_not_found, and the signal's reason */
  ended(id: string, signal: AbortSignal): Promise<Job>;
  /** The files that a job has left here; null where its result lies elsewhere. @throws job_not_found, output_gone */
  files(id: string): Promise<ProducedFile[] | null>;
  /** The error of an id that no job has, or no longer. */
  missing(id: string): MediaJobError;
  readonly driven: DrivenJobs;
}

/**
 * Jobs of this machine that no worker runs, but whoever holds the credential of their backend. How far each is stands
 * in its steps, which are its backend's own.
 */
export interface DrivenJobs {
  /** Stores a job before anything is sent, or answers the one of its idempotency key. @throws idempotency_conflict */
  place(order: DrivenOrder): Promise<Job>;
  /** Whether there is a job of this id, and it is this backend's. */
  has(id: string, backend: string): Promise<boolean>;
  /**
   * Works on a job that nobody works on, and then lets go of it.
   * @param work `stop` ends it when this process leaves, or the job is cancelled
   * @returns false when somebody else has the job, or it has ended @throws what the work throws
   */
  drive(id: string, work: (taken: TakenJob, stop: AbortSignal) => Promise<unknown>): Promise<boolean>;
}

export interface DrivenOrder {
  backend: string;
  kind: KindName;
  /** As users are shown it: an address, a name, or an id. */
  input: string;
  options: Record<string, unknown>;
  metadata: Record<string, unknown>;
  idempotencyKey: string;
  steps: object;
  /** The tasks that the job shows. */
  tasks: readonly TaskKind[];
}

/** A driven job in the hands of one process. */
export interface TakenJob {
  readonly id: string;
  /** The job object as it was written last. */
  readonly state: Job;
  readonly options: Record<string, unknown>;
  readonly steps: object;
  /** Writes down how far it is, and its end; again while the store cannot be written. @throws internal_error when another process has it by now */
  save(steps: object, state: Job): Promise<void>;
  isCancelled(): Promise<boolean>;
}
