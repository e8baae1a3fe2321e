import { apiGet } from '../apiGet';
import type { ApiPatience } from '../apiRequest';
import { errorOf, textOr } from '../hostedJob';
import type { SwiftiaAccess } from './access';
import { swiftiaRefusal } from './refusal';
import { unlessMissing } from './unlessMissing';
import { withoutPhones } from './withoutPhones';

/** How far a render is: `progress` 0–100, as everywhere in this package. */
export type ToldRender =
  | { is: 'running'; progress: number }
  | { is: 'done'; url: string; bytes: number | null }
  | { is: 'failed'; message: string };

/** A render as it is now; null when there is none of this id. @throws token_invalid, backend_refused, backend_unreachable, cancelled */
export async function getRender(access: SwiftiaAccess, id: string, patience: ApiPatience): Promise<ToldRender | null> {
  const body = await apiGet(
    access,
    `render/${encodeURIComponent(id)}`,
    patience,
    unlessMissing(swiftiaRefusal(access)),
  );
  return body === null ? null : toldRender(body);
}

/** The API counts renders from 0 to 1, and jobs from 0 to 100. What is no end counts as running. */
export function toldRender({ type, progress, url, size, message, error }: Record<string, unknown>): ToldRender {
  if (type === 'done' && typeof url === 'string' && url !== '')
    return { is: 'done', url, bytes: typeof size === 'number' ? size : null };
  if (type === 'done') return { is: 'failed', message: 'it is done, but its file has no address' };
  if (type === 'error')
    return {
      is: 'failed',
      message: withoutPhones(textOr(message, null) ?? errorOf(error)?.message ?? 'it does not say why'),
    };
  return { is: 'running', progress: typeof progress === 'number' ? Math.min(100, Math.max(0, progress * 100)) : 0 };
}
