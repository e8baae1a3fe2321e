import { apiGet } from '../apiGet';
import type { ApiPatience } from '../apiRequest';
import { errorOf, fieldsOf, textOr } from '../hostedJob';
import type { SwiftiaAccess } from './access';
import { swiftiaRefusal } from './refusal';
import { unlessMissing } from './unlessMissing';
import { withoutPhones } from './withoutPhones';

/** How far a render is: `progress` 0–100, as everywhere in this package. `strange`: what is told is nothing that is known of this API. */
export type ToldRender =
  | { is: 'running'; progress: number }
  | { is: 'done'; url: string; bytes: number | null }
  | { is: 'failed'; message: string }
  | { is: 'strange' };

/** A render as it is now; null when there is none of this id. @throws token_invalid, backend_refused, backend_unreachable, cancelled */
export async function getRender(access: SwiftiaAccess, id: string, patience: ApiPatience): Promise<ToldRender | null> {
  const body = await apiGet(
    access,
    { path: `render/${encodeURIComponent(id)}`, isAnswer: tellsFailure },
    patience,
    unlessMissing(swiftiaRefusal(access)),
  );
  return body === null ? null : toldRender(body);
}

const RUNNING: readonly unknown[] = ['queued', 'progress', 'pending', 'processing', 'rendering'];
const FAILED: readonly unknown[] = ['error', 'failed'];

/** A render that failed is also told as `{status: 500, message, code}`, with an HTTP status of 200 or 500. */
const tellsFailure = (body: unknown): boolean => fieldsOf(body).code === 'RENDERING_ERROR';

/** The API counts renders from 0 to 1, and jobs from 0 to 100. */
export function toldRender(told: Record<string, unknown>): ToldRender {
  const { type, progress, url, size, message, error } = told;
  if (type === 'done' && typeof url === 'string' && url !== '')
    return { is: 'done', url, bytes: typeof size === 'number' ? size : null };
  if (type === 'done') return { is: 'failed', message: 'it is done, but its file has no address' };
  if (FAILED.includes(type) || tellsFailure(told))
    return {
      is: 'failed',
      message: withoutPhones(textOr(message, null) ?? errorOf(error)?.message ?? 'it does not say why'),
    };
  if (typeof progress === 'number') return { is: 'running', progress: Math.min(100, Math.max(0, progress * 100)) };
  return RUNNING.includes(type) ? { is: 'running', progress: 0 } : { is: 'strange' };
}
