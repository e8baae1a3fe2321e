import type { JobStatus } from '../../pipeline/job';
import { errorOf, fieldsOf, idOf, milliseconds } from '../hostedJob';
import type { HostedJob } from '../hostedJob';

const STATUSES = new Map<unknown, JobStatus>([['COMPLETED', 'succeeded'], ['FAILED', 'failed']]);

/** A job as the API tells; null when it is none. Any other status than an end counts as running. Its clips are in `shorts`, as the API gives them. */
export function swiftiaJob(told: unknown): HostedJob | null {
  const body = fieldsOf(told);
  const id = idOf(body.id) ?? idOf(body.jobId);
  if (id === null) return null;
  const status = STATUSES.get(body.status) ?? 'processing';
  const shorts = fieldsOf(body.data).shorts ?? body.shorts;
  return {
    ...body, id, object: 'job', kind: 'shorts', input: null, output: null, options: {}, metadata: {}, status,
    error: status === 'failed' ? (errorOf(body.error ?? body.message) ?? { kind: 'failed', message: 'Swiftia says that the job failed, and not why.' }) : null,
    shorts: Array.isArray(shorts) ? shorts : [],
    created_at: milliseconds(body.createdAt), started_at: null, finished_at: null, updated_at: null,
  };
}
