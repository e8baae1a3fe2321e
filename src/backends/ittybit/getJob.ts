import { apiGet } from '../apiGet';
import type { ApiAccess, ApiPatience } from '../apiGet';
import type { HostedJob } from '../hostedJob';
import { ittybitJob } from './job';

/** A job as the Ittybit API has it now; null when it has none of this id. @throws backend_refused, backend_unreachable */
export async function getIttybitJob(access: ApiAccess, id: string, patience: ApiPatience): Promise<HostedJob | null> {
  return ittybitJob(await apiGet(access, `jobs/${encodeURIComponent(id)}`, patience));
}

/** An event that a registered webhook was told of: `{id, kind, data}`. @throws backend_refused, backend_unreachable */
export function getIttybitEvent(access: ApiAccess, id: string, patience: ApiPatience): Promise<Record<string, unknown> | null> {
  return apiGet(access, `events/${encodeURIComponent(id)}`, patience);
}
