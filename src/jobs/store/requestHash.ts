import { createHash } from 'node:crypto';
import type { Clip } from '../../pipeline/media/clip';
import type { StoredRequest } from './storedJob';

/** The same for the same request, in whatever order its fields stand. Of what is shown alone: a short secret could be found by trying. */
export const hashOf = (request: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify(sorted(request)))
    .digest('hex');

/** @param hidden what of its addresses is not shown, by a mark that gives it not away */
export const requestHashOf = (
  request: Pick<StoredRequest, 'kind' | 'options' | 'metadata' | 'output'> & {
    backend: string;
    input: string | null;
    inputs?: readonly Clip[];
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
