import { apiGet } from '../apiGet';
import type { ApiAccess } from '../apiAccess';
import type { ApiPatience } from '../apiRequest';
import type { BackendJob } from '../backendJob';
import { swiftiaJob } from './job';
import { swiftiaRefusal } from './refusal';
import { unlessMissing } from './unlessMissing';

/** A job as the Swiftia API has it now; null when it has none of this id. @throws token_invalid and other kinds of the API, backend_refused, backend_unreachable */
export async function getSwiftiaJob(access: ApiAccess, id: string, patience: ApiPatience): Promise<BackendJob | null> {
  return swiftiaJob(
    await apiGet(access, `jobs/${encodeURIComponent(id)}`, patience, unlessMissing(swiftiaRefusal(access))),
  );
}
