import { createHash } from 'node:crypto';
import { dirname } from 'node:path';
import { createJob } from '../../pipeline/job/job';
import type { Job } from '../../pipeline/job/job';
import type { RemotePlace } from '../../pipeline/storage/place';
import type { S3Options } from '../../pipeline/storage/s3/s3Options';
import type { KindName } from '../../pipeline/kinds';
import { isObject } from '../../pipeline/base/isObject';
import { jsonObject } from '../jsonObject';
import type { Row } from './database';
import type { JobStatus } from '../../pipeline/job/status';

/** An input that is fetched when its job runs. */
export interface StoredAddress {
  /** As it is shown. */
  address: string;
  /** Whether S3 storage may be read for it: with the keys of the machine, so only where whoever made the job may use them. */
  s3?: boolean;
  /** As it was read when the job was made. Not here: it hides something (jobSecrets.ts), or an older version has stored the text alone (inputPlace.ts). */
  place?: RemotePlace;
}

/** Where a stored job's bytes come from: a file of its own, or from elsewhere. */
export type StoredInput = { path: string; name: string; shown: string } | StoredAddress;

/**
 * Where its result goes: a file (for HLS a folder that holds the set), a name without its extension in a folder, S3 storage. Null: a folder of the
 * engine's, until it is collected or too old.
 */
export type StoredOutput =
  | (({ path: string } | { folder: string; name: string } | { s3: string; options?: S3Options }) & {
      overwrite: boolean;
    })
  | null;

/** What is needed to run a job in another process, and after a restart, but for its secrets (jobSecrets.ts). Holds no key of a hosted API. */
export type StoredRequest = {
  kind: KindName;
  options: Record<string, unknown>;
  metadata: Record<string, unknown>;
  input: StoredInput;
  output: StoredOutput;
  /** On jobs that came over HTTP: where their results are fetched from, such as http://127.0.0.1:4680. */
  origin?: string;
};

/** The folder beside others' files in which a result is made; null where there is none. */
export function folderOf(output: StoredOutput): string | null {
  if (output === null || 's3' in output) return null;
  return 'path' in output ? dirname(output.path) : output.folder;
}

/** A row of the table `job`. */
export interface StoredJob {
  id: string;
  status: JobStatus;
  backend: string;
  request: StoredRequest;
  /** The job object. */
  state: Job;
  priority: number;
  requestHash: string;
  /** Runs that were begun since the job was created or retried by hand; lost ones count apart. */
  attempts: number;
  losses: number;
  /** Fencing token: goes up with every claim, and only who holds the newest may end the job. */
  token: number;
  owner: string | null;
  /** Whether an attempt has come as far as putting a result at the place that the user named. */
  published: boolean;
  /** Milliseconds; null: none. */
  timeLimit: number | null;
  endedAt: number | null;
  /** Whether its input and result may still lie in the home folder. */
  filesKept: boolean;
  /** As it is shown. */
  webhookUrl: string | null;
  /** What of it nobody is to read (jobSecrets.ts); null: there is nothing. */
  sealed: string | null;
  /** Of a job that no worker runs, but whoever holds a credential drives: how far it is, as its backend writes it down. Null: a worker's. */
  steps: unknown;
  /** What of the row cannot be read, in words: then the job is ended, and what stands above in its place is made up. Null: nothing. */
  unreadable: string | null;
}

/** A row as a job; never throws: one row that was damaged must not keep the others from being found. */
export function storedJob(row: Row): StoredJob {
  const text = (name: string) => String(row[name]);
  const orNull = <T>(name: string, as: (value: unknown) => T): T | null => (row[name] === null ? null : as(row[name]));
  const request = requestIn(text('request'));
  const state = stateIn(text('state'));
  const steps = row.steps === null ? null : jsonObject(String(row.steps));
  const broken = [
    ...(request === null ? ['request'] : []),
    ...(state === null ? ['state'] : []),
    ...(row.steps !== null && steps === null ? ['steps'] : []),
  ];
  return {
    id: text('id'),
    status: text('status') as JobStatus,
    backend: text('backend'),
    priority: Number(row.priority),
    request: request ?? NO_REQUEST,
    state: state ?? stateOf(row),
    requestHash: text('request_hash'),
    attempts: Number(row.attempts),
    losses: Number(row.losses),
    token: Number(row.token),
    owner: orNull('owner', String),
    published: row.published === 1,
    timeLimit: orNull('time_limit', Number),
    endedAt: orNull('ended_at', Number),
    filesKept: row.files_kept === 1,
    webhookUrl: orNull('webhook_url', String),
    sealed: orNull('sealed', String),
    steps: row.steps === null ? null : (steps ?? {}),
    unreadable:
      broken.length === 0 ? null : `its ${broken.join(' and ')} ${broken.length === 1 ? 'is' : 'are'} damaged`,
  };
}

const NO_REQUEST: StoredRequest = { kind: 'video', options: {}, metadata: {}, input: { address: '' }, output: null };

function requestIn(text: string): StoredRequest | null {
  const found = jsonObject(text);
  const { kind, options, metadata, input, output } = found ?? {};
  const fits =
    typeof kind === 'string' &&
    isObject(options) &&
    isObject(metadata) &&
    isObject(input) &&
    (output === null || isObject(output));
  const named = isObject(input) && (typeof input.address === 'string' || typeof input.path === 'string');
  return fits && named ? (found as StoredRequest) : null;
}

/** A job object as it was written down; null when it is damaged. */
export function stateIn(text: string): Job | null {
  const found = jsonObject(text);
  const fits = typeof found?.id === 'string' && typeof found.status === 'string' && typeof found.kind === 'string';
  return fits && Array.isArray(found.tasks) && found.tasks.every(isObject) ? (found as unknown as Job) : null;
}

/** A job object in the place of one that is damaged, from the row's other columns. */
function stateOf({ id, kind, status, created_at: created, ended_at: ended }: Row): Job {
  const fresh = createJob({ kind: String(kind), input: '', options: {}, metadata: {}, tasks: [] }, Number(created));
  return {
    ...fresh,
    id: String(id),
    status: String(status) as JobStatus,
    finished_at: ended === null ? null : Number(ended),
  };
}

/** The same for the same request, in whatever order its fields stand. Of what is shown alone: a short secret could be found by trying. */
export const hashOf = (request: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify(sorted(request)))
    .digest('hex');

/** @param hidden what of its addresses is not shown, by a mark that gives it not away */
export const requestHashOf = (
  request: Pick<StoredRequest, 'kind' | 'options' | 'metadata' | 'output'> & {
    backend: string;
    input: string;
    webhookUrl: string | null;
  },
  hidden: string | null,
): string => hashOf({ ...request, ...(hidden !== null && { hidden }) });

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, each]) => [key, sorted(each)]),
  );
}
