import type { ApiAccess } from '../apiAccess';
import { apiRequest } from '../apiRequest';
import type { ApiPatience } from '../apiRequest';
import type { BackendJob, BackendOrder } from '../backendJob';
import { ittybitJob } from './job';
import { ittybitRefusal } from './refusal';
import { mediaError } from '../../pipeline/errors/mediaError';

/**
 * Creates a job, or answers the one that this idempotency key has created already.
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
  return job;
}
