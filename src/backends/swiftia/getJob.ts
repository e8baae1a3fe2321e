import { apiGet } from '../apiGet';
import type { ApiAccess } from '../apiAccess';
import type { ApiPatience } from '../apiRequest';
import type { BackendJob } from '../backendJob';
import { swiftiaJob } from './job';
import { swiftiaRefusal } from './refusal';
import { unlessMissing } from './unlessMissing';

/** What a job at Swiftia is known to be told with; `strange: true` stands in one that is told otherwise. */
const isKnown = ({ status, progress }: Record<string, unknown>): boolean =>
  typeof status === 'string' || typeof progress === 'number';

/** A job as the Swiftia API has it now; null when it has none of this id. @throws token_invalid and other kinds of the API, backend_refused, backend_unreachable */
export async function getSwiftiaJob(access: ApiAccess, id: string, patience: ApiPatience): Promise<BackendJob | null> {
  const path = `jobs/${encodeURIComponent(id)}`;
  const told = await apiGet(access, { path }, patience, unlessMissing(swiftiaRefusal(access)));
  const job = swiftiaJob(told === null ? null : { id, ...told });
  return job === null || told === null || isKnown(told) ? job : { ...job, strange: true };
}
