import type { ApiAccess } from './apiAccess';
import { apiRequest } from './apiRequest';
import type { Refusal } from './apiAnswer';
import type { ApiPatience } from './apiRequest';
import { isFields } from './hostedJob';
import { mediaError } from '../pipeline/errors/mediaError';

/**
 * Reads a JSON object of a hosted API; null where there is none (404).
 * @param path below the base URL, its parts already encoded
 * @throws backend_refused, backend_unreachable, and what `refusal` makes of answers
 */
export async function apiGet(
  access: ApiAccess,
  path: string,
  patience: ApiPatience,
  refusal?: Refusal,
): Promise<Record<string, unknown> | null> {
  const { status, body } = await apiRequest(access, { method: 'GET', path }, patience, refusal);
  if (status === 404 || status === 410) return null;
  if (!isFields(body))
    throw mediaError('backend_refused', { backend: access.name, why: 'its answer is no JSON object' });
  return body;
}
