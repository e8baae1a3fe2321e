import type { TaskKind } from '../pipeline/job/job';
import type { KindName } from '../pipeline/kinds';
import type { InputHeaders } from '../pipeline/net/inputHeaders';
import type { Clip } from '../pipeline/media/clip';
import type { AskedReference, Reference } from '../pipeline/media/reference';
import type { RemotePlace } from '../pipeline/storage/place';
import type { StorageKeys } from '../pipeline/storage/scheme';
import type { Source } from '../pipeline/storage/source';
import type { EventType } from './store/event';
import type { StoredOutput } from './store/storedJob';

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

/** Clips that are played one after the other: of each what is asked, and where it is. */
export interface SequenceInput {
  clips: readonly ClipInput[];
}
export interface ClipInput {
  /** Without its address. */
  asked: Omit<Clip, 'url'>;
  input: Source | RemoteInput;
}

/** Pure: a clip of a request, with where it is. */
export function clipInput(clip: Clip, input: ClipInput['input']): ClipInput {
  const asked: Partial<Clip> = { ...clip };
  delete asked.url;
  return { asked, input };
}

/** What is read beside the inputs: what is asked of it, and where it is. */
export interface ReferenceInput {
  asked: AskedReference;
  input: ClipInput['input'];
}

/** Pure: a reference of a request, with where it is. */
export const referenceInput = ({ name, clip, start, end }: Reference, input: ClipInput['input']): ReferenceInput => ({
  asked: { name, clip, start, end },
  input,
});

/** A job to be run some time. */
export interface JobOrder {
  request: { kind: KindName; options: object; metadata: Record<string, unknown> };
  /** A file, which the job makes its own; or what it fetches when it runs. */
  input: Source | RemoteInput | NamedInput | SequenceInput;
  /** What is read beside it; absent: nothing. */
  references?: readonly ReferenceInput[];
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
