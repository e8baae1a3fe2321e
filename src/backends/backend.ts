import type { KindName } from '../pipeline/kinds';
import type { Format } from '../pipeline/media/formats';
import type { MediaJobError } from '../pipeline/errors/mediaError';
import type { ProducedFile } from '../pipeline/storage/destination';
import type { ApiPatience } from './apiRequest';
import type { BackendFilter, BackendJob, BackendOrder, BackendPage } from './backendJob';
import type { JobService } from './jobService';
import type { WebhookSender } from './webhookSource';

/**
 * A place where jobs can run, as forms, flags and docs show it. It is data: what asks or stores is loaded when the
 * place is opened.
 */
export interface Backend {
  /** As it stands in saved workflows, stored jobs, flags and webhook events: never changed. */
  readonly name: string;
  /** As users know it. */
  readonly label: string;
  /** Where there is little room, as under a node. */
  readonly brief: string;
  /** What a form says of it, to who creates a job and to who waits for one. */
  readonly described: { readonly create: string; readonly wait: string };
  /** The kinds of job that it runs. */
  readonly kinds: readonly KindName[];
  /** What it takes of a job of each kind; null: whatever this package makes. */
  readonly takes: Readonly<Partial<Record<KindName, Taken>>> | null;
  readonly can: {
    /** Cancel a job, as its API documents. */
    readonly cancel: boolean;
    readonly list: boolean;
    /** Fetch inputs that are files: else they are passed through a bucket, since it takes addresses only. */
    readonly readFiles: boolean;
  };
  /** Null for this machine. */
  readonly hosted: HostedApi | null;
  /** Its webhooks; null where it sends none. */
  readonly webhooks: WebhookSender | null;
  /** @throws what is wrong with the credential or the store */
  open(opening: Opening): Promise<JobBackend>;
}

/** What an API takes of a kind of job, as it documents it. */
export interface Taken {
  readonly options: readonly string[];
  readonly formats: readonly Format[];
}

/** One of other machines. */
export type HostedPlace = Backend & { readonly hosted: HostedApi };

/** What there is to know of an API before anybody has a key for it. */
export interface HostedApi {
  /** The type of its credential in n8n, with at least `apiKey` and `baseUrl`. */
  readonly credential: string;
  readonly baseUrl: string;
  /** The variables from which the command line takes key and base URL; null: it is not offered there. */
  readonly env: { readonly key: string; readonly baseUrl: string } | null;
}

/** What a backend is opened with. Each is asked for only by those that need it. */
export interface Opening {
  /** The fields of its credential. */
  credential: () => Promise<object>;
  /** The jobs of this machine. */
  jobs: () => Promise<JobService>;
  use?: BackendUse;
}

/** How an API is asked. */
export type BackendUse = Partial<Pick<ApiPatience, 'attempts' | 'pause' | 'random' | 'now'>> & {
  /** Milliseconds for one of its calls, attempts included (60 s). */
  within?: number;
};

/** A place where jobs run, opened. Errors are those of the table. */
export interface JobBackend {
  readonly backend: Backend;
  /** Creates a job, or answers the one that its idempotency key has created already. */
  create(order: BackendOrder, signal: AbortSignal): Promise<BackendJob>;
  /** A job as it is now; null when there is none of this id. */
  get(id: string, signal: AbortSignal): Promise<BackendJob | null>;
  /** Whether what answers here takes all that this package makes, whatever the backend says: a server of this package does. Absent: it does not. */
  takesAll?: (signal: AbortSignal) => Promise<boolean>;
  /** Only where it can. */
  list?(filter: BackendFilter, signal: AbortSignal): Promise<BackendPage>;
  /** Cancels a job where that is possible. @returns whether it was asked to @throws job_ended, job_not_found */
  cancel(id: string, signal: AbortSignal): Promise<boolean>;
  /** Begins a job anew that has failed or was cancelled, and answers it queued. Only where it can. @throws job_not_found, job_not_ended, job_ended, input_gone */
  retry?(id: string, signal: AbortSignal): Promise<BackendJob>;
  /** Waits in memory until all of them have ended, or for so many milliseconds. @throws the signal's reason */
  ended(ids: readonly string[], ms: number, signal: AbortSignal): Promise<void>;
  /** The files of a job that succeeded, its main one first; null where they are to stay where they lie. */
  result(job: BackendJob, use: ResultUse): Promise<ProducedFile[] | null>;
  /** A job as users are shown it. @param sent the input as it was sent, where that is known and holds secrets */
  shown(job: BackendJob, sent: string | null): BackendJob;
  /** Why an ended job did not succeed; null when it did. */
  errorOf(job: BackendJob): MediaJobError | null;
  /** The error of an id that no job has. @param wasThere whether one had it before */
  missing(id: string, wasThere?: boolean): MediaJobError;
}

export interface ResultUse {
  env: NodeJS.ProcessEnv;
  /** An empty folder, which files are put into that have to be fetched. */
  folder: string;
  /** What the result's name is made from, such as `upload.mov`. */
  name: string;
  signal: AbortSignal;
}
