import { createJob } from '../../../pipeline/job/job';
import type { Job } from '../../../pipeline/job/job';
import type { JobStatus } from '../../../pipeline/job/status';
import { isObject } from '../../../pipeline/base/isObject';
import { jsonObject } from '../../jsonObject';
import type { StoredJob, StoredRequest } from '../storedJob';
import type { Row } from './database';

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
    lane: text('lane'),
    tenant: text('tenant'),
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
    ...(row.steps === null ? { runBy: 'worker' } : { runBy: 'drive', steps: steps ?? {} }),
    unreadable:
      broken.length === 0 ? null : `its ${broken.join(' and ')} ${broken.length === 1 ? 'is' : 'are'} damaged`,
  };
}

const NO_REQUEST: StoredRequest = { kind: 'video', options: {}, metadata: {}, input: { address: '' }, output: null };

function requestIn(text: string): StoredRequest | null {
  const found = jsonObject(text);
  const { kind, options, metadata, input, references = [], output } = found ?? {};
  const fits =
    typeof kind === 'string' &&
    isObject(options) &&
    isObject(metadata) &&
    isObject(input) &&
    areReferences(references) &&
    (output === null || isObject(output));
  return fits && isInput(input) ? (found as StoredRequest) : null;
}

/** Whether it says where bytes come from; of clips, each of them. */
const isInput = (input: unknown): boolean =>
  isObject(input) &&
  (Array.isArray(input.clips)
    ? input.clips.every((clip) => isObject(clip) && isObject(clip.asked) && isOne(clip.input))
    : isOne(input));

const areReferences = (references: unknown): boolean =>
  Array.isArray(references) && references.every((one) => isObject(one) && isObject(one.asked) && isOne(one.input));

const isOne = (input: unknown): boolean =>
  isObject(input) && (typeof input.address === 'string' || typeof input.path === 'string');

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
