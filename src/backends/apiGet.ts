import type { ApiAccess } from './apiAccess';
import { apiRequest } from './apiRequest';
import type { Refusal } from './apiAnswer';
import type { ApiPatience, ApiRequest } from './apiRequest';
import { isFields } from './hostedJob';
import { mediaError } from '../pipeline/errors/mediaError';

/**
 * Reads a JSON object of a hosted API; null where there is none (404).
 * @param ask its path below the base URL, its parts already encoded; and which answers are some, whatever their status
 * @throws backend_refused, backend_unreachable, and what `refusal` makes of answers
 */
export async function apiGet(
  access: ApiAccess,
  ask: Pick<ApiRequest, 'path' | 'isAnswer'>,
  patience: ApiPatience,
  refusal?: Refusal,
): Promise<Record<string, unknown> | null> {
  const { status, body } = await apiRequest(access, { method: 'GET', ...ask }, patience, refusal);
  if ((status === 404 || status === 410) && ask.isAnswer?.(body) !== true) return null;
  if (!isFields(body))
    throw mediaError('backend_refused', { backend: access.name, why: 'its answer is no JSON object' });
  return body;
}
