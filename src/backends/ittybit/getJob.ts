import { apiGet } from '../apiGet';
import type { ApiAccess } from '../apiAccess';
import type { Refusal } from '../apiAnswer';
import type { ApiPatience } from '../apiRequest';
import type { BackendJob } from '../backendJob';
import { ittybitJob } from './job';
import { ittybitRefusal } from './refusal';

/** A job as the Ittybit API has it now; null when it has none of this id. @throws token_invalid and other kinds of the API, backend_refused, backend_unreachable, cancelled */
export async function getIttybitJob(access: ApiAccess, id: string, patience: ApiPatience): Promise<BackendJob | null> {
  return ittybitJob(await apiGet(access, { path: `jobs/${encodeURIComponent(id)}` }, patience, unlessMissing(access)));
}

/** An event that a registered webhook was told of: `{id, kind, data}`. @throws as getIttybitJob */
export function getIttybitEvent(
  access: ApiAccess,
  id: string,
  patience: ApiPatience,
): Promise<Record<string, unknown> | null> {
  return apiGet(access, { path: `events/${encodeURIComponent(id)}` }, patience, unlessMissing(access));
}

const unlessMissing =
  (access: ApiAccess): Refusal =>
  (answer) =>
    answer.status === 404 || answer.status === 410 ? null : ittybitRefusal(access)(answer);
