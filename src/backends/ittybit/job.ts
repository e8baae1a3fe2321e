import { errorOf, fieldsOf, idOf, milliseconds, outputUrl, textOr } from '../hostedJob';
import type { BackendJob } from '../backendJob';
import type { JobStatus } from '../../pipeline/job/status';

/** Older answers use other words. */
const STATUSES = new Map<unknown, JobStatus>([
  ['queued', 'queued'],
  ['waiting', 'queued'],
  ['pending', 'queued'],
  ['created', 'queued'],
  ['processing', 'processing'],
  ['succeeded', 'succeeded'],
  ['completed', 'succeeded'],
  ['failed', 'failed'],
  ['error', 'failed'],
  ['cancelled', 'cancelled'],
  ['canceled', 'cancelled'],
]);

/** A job as the API or a webhook of it tells; null when it is none. A status that is not known counts as running. */
export function ittybitJob(told: unknown): BackendJob | null {
  const body = fieldsOf(told);
  const id = idOf(body.id);
  if (id === null) return null;
  const status = STATUSES.get(body.status) ?? 'processing';
  return {
    ...body,
    id,
    object: 'job',
    kind: textOr(body.kind, 'video'),
    input: outputUrl(body.input),
    // Events of registered endpoints list all files that were made.
    output: outputUrl(body.output) ?? outputUrl(body.outputs),
    options: fieldsOf(body.options),
    metadata: fieldsOf(body.metadata),
    status,
    error: errorOf(body.error),
    created_at: milliseconds(body.created_at ?? body.created),
    started_at: milliseconds(body.started_at),
    finished_at: milliseconds(body.finished_at ?? body.completed),
    updated_at: milliseconds(body.updated_at),
  };
}
