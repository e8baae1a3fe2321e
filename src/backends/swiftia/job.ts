import { errorOf, fieldsOf, idOf, milliseconds } from '../hostedJob';
import type { BackendJob } from '../backendJob';
import { withoutPhoneFields, withoutPhones } from './withoutPhones';
import type { JobStatus } from '../../pipeline/job/status';

const STATUSES = new Map<unknown, JobStatus>([
  ['COMPLETED', 'succeeded'],
  ['FAILED', 'failed'],
]);

/** A job as the API tells; null when it is none. Any other status than an end counts as running. Its clips are in `shorts`, as the API gives them. */
export function swiftiaJob(told: unknown): BackendJob | null {
  const body = fieldsOf(withoutPhoneFields(told));
  const id = idOf(body.id) ?? idOf(body.jobId);
  if (id === null) return null;
  const status = STATUSES.get(body.status) ?? 'processing';
  const shorts = fieldsOf(body.data).shorts ?? body.shorts;
  return {
    ...body,
    id,
    object: 'job',
    kind: 'shorts',
    input: null,
    output: null,
    options: {},
    metadata: {},
    status,
    error: status === 'failed' ? failureOf(body) : null,
    shorts: Array.isArray(shorts) ? shorts : [],
    created_at: milliseconds(body.createdAt),
    started_at: null,
    finished_at: null,
    updated_at: null,
  };
}

function failureOf({ error, message }: Record<string, unknown>): { kind: string; message: string } {
  const told = errorOf(error ?? message) ?? {
    kind: 'failed',
    message: 'Swiftia says that the job failed, and not why.',
  };
  return { kind: withoutPhones(told.kind), message: withoutPhones(told.message) };
}
