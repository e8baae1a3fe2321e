import { dirname } from 'node:path';
import type { Job } from '../../pipeline/job/job';
import type { RemotePlace } from '../../pipeline/storage/place';
import type { StorageOptions } from '../../pipeline/storage/scheme';
import type { StorageName } from '../../pipeline/storage/storages';
import type { Clip } from '../../pipeline/media/clip';
import type { AskedReference } from '../../pipeline/media/reference';
import type { KindName } from '../../pipeline/kinds';
import type { EventType } from './event';
import type { JobStatus } from '../../pipeline/job/status';

/**
 * An input that is fetched when its job runs. Under a storage's name: whether that may be read for it, with the keys of the machine, so only where whoever
 * made the job may use them.
 */
export interface StoredAddress extends Partial<Record<StorageName, boolean>> {
  /** As it is shown. */
  address: string;
  /** As it was read when the job was made. Not here: it hides something (jobSecrets.ts), or an older version has stored the text alone (inputPlace.ts). */
  place?: RemotePlace;
}

/** Where a stored job's bytes come from: a file of its own, or from elsewhere. */
export type StoredInput = { path: string; name: string; shown: string } | StoredAddress;

/** Clips that are played one after the other, each with where its bytes come from. */
export interface StoredSequence {
  clips: { asked: Omit<Clip, 'url'>; input: StoredInput }[];
}

/** What is read beside the inputs, with where its bytes come from. */
export interface StoredReference {
  asked: AskedReference;
  input: StoredInput;
}

/** Pure: where all bytes of a job come from: its inputs in their order, then what is read beside them. */
export const storedInputs = ({
  input,
  references = [],
}: Pick<StoredRequest, 'input' | 'references'>): StoredInput[] => [
  ...('clips' in input ? input.clips.map((clip) => clip.input) : [input]),
  ...references.map((reference) => reference.input),
];

/**
 * Where its result goes: a file (for HLS a folder that holds the set), a name without its extension in a folder, a storage's address under its name. Null:
 * a folder of the engine's, until it is collected or too old.
 */
export type StoredOutput =
  | (({ path: string } | { folder: string; name: string } | StorageOutput) & {
      overwrite: boolean;
    })
  | null;

/** Written by `storedAt` and read by `addressIn` (storedOutput.ts). */
type StorageOutput = { [N in StorageName]: Record<N, string> }[StorageName] & { options?: StorageOptions };

/** What is needed to run a job in another process, and after a restart, but for its secrets (jobSecrets.ts). Holds no key of a hosted API. */
export type StoredRequest = {
  kind: KindName;
  options: Record<string, unknown>;
  metadata: Record<string, unknown>;
  input: StoredInput | StoredSequence;
  references?: StoredReference[];
  output: StoredOutput;
  /** On jobs that came over HTTP: where their results are fetched from, such as http://127.0.0.1:4680. */
  origin?: string;
};

/** The folder beside others' files in which a result is made; null where there is none. */
export function folderOf(output: StoredOutput): string | null {
  if (output === null) return null;
  if ('path' in output) return dirname(output.path);
  return 'folder' in output ? output.folder : null;
}

/** Who brings a job to its end: a worker of the engine; or whoever holds a hosted API's credential, step by step, as its backend writes them down. */
export type RunBy = { runBy: 'worker' } | { runBy: 'drive'; steps: object };

/** What of a job does not change once it is stored, but for its key. */
interface OrderedJob {
  /** Queue that it waits in. */
  lane: string;
  /** Who it is made for: jobs of several are to be run in turn. */
  tenant: string;
  backend: string;
  request: StoredRequest;
  priority: number;
  requestHash: string;
  /** Milliseconds; null: none. */
  timeLimit: number | null;
  /** As it is shown. */
  webhookUrl: string | null;
  /** What of it nobody is to read (jobSecrets.ts); null: there is nothing. */
  sealed: string | null;
}

/** A job that is to be stored, queued. */
export type NewStoredJob = OrderedJob &
  RunBy & {
    /** The job object, with its id. */
    state: Job;
    /** Names one job of the store; null: none is named. */
    idempotencyKey: string | null;
    webhookEvents: readonly EventType[];
  };

/** A job as the store has it. */
export type StoredJob = OrderedJob &
  RunBy & {
    id: string;
    status: JobStatus;
    /** The job object. */
    state: Job;
    /** Runs that were begun since the job was created or retried by hand; lost ones count apart. */
    attempts: number;
    losses: number;
    /** Fencing token: goes up with every claim, and only who holds the newest may end the job. */
    token: number;
    owner: string | null;
    /** Whether an attempt has come as far as putting a result at the place that the user named. */
    published: boolean;
    endedAt: number | null;
    /** Whether its input and result may still lie in the home folder. */
    filesKept: boolean;
    /** What of it cannot be read, in words: then the job is ended, and what stands above in its place is made up. Null: nothing. */
    unreadable: string | null;
  };

export type DrivenJob = Extract<StoredJob, { runBy: 'drive' }>;

/** Who may change a running job: whoever claimed it last. */
export interface Claim {
  id: string;
  token: number;
}
