import type { ApiAccess } from '../apiAccess';
import { apiRequest } from '../apiRequest';
import type { ApiPatience } from '../apiRequest';
import { fieldsOf } from '../hostedJob';
import type { BackendFilter, BackendPage } from '../backendJob';
import { ittybitJob } from './job';
import { ittybitRefusal } from './refusal';
import { mediaError } from '../../pipeline/errors/mediaError';

/** Jobs of the API, a page of them. An array today; older answers have it in `data`. @throws as getIttybitJob */
export async function listIttybitJobs(
  access: ApiAccess,
  filter: BackendFilter,
  patience: ApiPatience,
): Promise<BackendPage> {
  const query = Object.fromEntries(
    Object.entries(filter).flatMap(([name, value]: [string, string | number | undefined]) =>
      value === undefined ? [] : [[name, `${value}`]],
    ),
  );
  const { body, header } = await apiRequest(
    access,
    { method: 'GET', path: 'jobs', query },
    patience,
    ittybitRefusal(access),
  );
  const told: unknown = Array.isArray(body) ? body : fieldsOf(body).data;
  if (!Array.isArray(told))
    throw mediaError('backend_refused', { backend: access.name, why: 'its answer is no list of jobs' });
  const jobs = told.flatMap((each: unknown) => ittybitJob(each) ?? []);
  return { jobs, more: header('has-more') === 'true' };
}
