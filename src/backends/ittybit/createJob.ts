import { createHash } from 'node:crypto';
import type { ApiAccess } from '../apiAccess';
import { apiRequest } from '../apiRequest';
import type { ApiPatience } from '../apiRequest';
import type { BackendJob, BackendOrder } from '../backendJob';
import { ittybitJob } from './job';
import { ittybitRefusal } from './refusal';
import { mediaError } from '../../pipeline/errors/mediaError';

/** So many jobs of one key may have failed one after the other. */
const MOST_FAILED = 20;

/**
 * Creates a job, or answers the one that this idempotency key has created already. Where that one has failed, whoever asks again wants another try: a key that is made of this one
 * and the failed job creates it, and answers it from then on.
 * @throws kinds of the API such as invalid_format, token_invalid, payment_required; backend_error for those that are not in the table; backend_refused, backend_unreachable, cancelled
 */
export async function createIttybitJob(
  access: ApiAccess,
  { request, input, extraOptions = {}, webhookUrl, idempotencyKey }: BackendOrder,
  patience: ApiPatience,
): Promise<BackendJob> {
  const { kind, metadata, output } = request;
  const options = { ...request.options, ...extraOptions };
  const body = {
    input,
    kind,
    ...(Object.keys(options).length > 0 && { options }),
    ...(output !== undefined && { output }),
    ...(Object.keys(metadata).length > 0 && { metadata }),
    ...(webhookUrl !== undefined && { webhook_url: webhookUrl }),
  };
  let key = idempotencyKey;
  for (let failed = 0; ; failed += 1) {
    const { job, isNew } = await post(access, body, key, patience);
    if (isNew || job.status !== 'failed' || failed >= MOST_FAILED) return job;
    key = keyAfter(key, job.id);
  }
}

const keyAfter = (key: string, failed: string): string =>
  `retry:${createHash('sha256').update(`${key}\n${failed}`).digest('hex')}`;

async function post(
  access: ApiAccess,
  body: Record<string, unknown>,
  idempotencyKey: string,
  patience: ApiPatience,
): Promise<{ job: BackendJob; isNew: boolean }> {
  const { body: told, status } = await apiRequest(
    access,
    { method: 'POST', path: 'jobs', body, idempotencyKey },
    patience,
    ittybitRefusal(access),
  );
  const job = ittybitJob(told);
  if (job === null)
    throw mediaError('backend_refused', {
      backend: access.name,
      why: status < 300 ? 'its answer is no job' : `it answers ${status}, as if it had no jobs`,
    });
  return { job, isNew: status === 201 };
}
