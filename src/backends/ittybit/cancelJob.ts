import type { ApiAccess } from '../apiAccess';
import { apiRequest } from '../apiRequest';
import type { ApiPatience } from '../apiRequest';
import { fieldsOf } from '../hostedJob';
import type { BackendJob } from '../backendJob';
import { ittybitJob } from './job';
import { ittybitRefusal } from './refusal';

/**
 * Whether the server at this base URL can cancel jobs. The hosted API documents no such thing; a server of this package (`media-jobs serve`) says in
 * `GET /health` that it can. It is asked without the key. What cannot be found out counts as no.
 */
export async function canCancel(access: ApiAccess, patience: ApiPatience): Promise<boolean> {
  const { body } = await apiRequest(access, { method: 'GET', path: 'health', open: true }, patience).catch(() => ({
    body: null,
  }));
  return fieldsOf(body).can_cancel === true;
}

/** Cancels a job where `canCancel` says that this is possible, and answers it; null when it is not there. @throws job_ended, as getIttybitJob */
export async function cancelIttybitJob(
  access: ApiAccess,
  id: string,
  patience: ApiPatience,
): Promise<BackendJob | null> {
  const { body } = await apiRequest(
    access,
    { method: 'DELETE', path: `jobs/${encodeURIComponent(id)}` },
    patience,
    ittybitRefusal(access),
  );
  return ittybitJob(body);
}
