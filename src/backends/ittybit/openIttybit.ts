import { accessOf } from '../apiAccess';
import type { ApiAccess } from '../apiAccess';
import type { ApiPatience } from '../apiRequest';
import type { Backend, BackendUse, JobBackend, Opening } from '../backend';
import { hostedBackend } from '../hostedBackend';
import type { HostedCalls } from '../hostedBackend';
import { cancelIttybitJob, canCancel } from './cancelJob';
import { createIttybitJob } from './createJob';
import { getIttybitJob } from './getJob';
import { listIttybitJobs } from './listJobs';

const WITHIN_MS = 60_000;
/** A stop is not to hang on a server that is gone (ms). */
const CANCEL_WITHIN_MS = 5_000;

export const openIttybit = async (backend: Backend, { credential, use }: Opening): Promise<JobBackend> =>
  ittybitBackend(backend, accessOf(backend.label, await credential()), use);

/** The Ittybit API at an address, with a key. */
export function ittybitBackend(
  backend: Backend,
  access: ApiAccess,
  { within = WITHIN_MS, ...use }: BackendUse = {},
): JobBackend {
  const patience = (signal: AbortSignal): ApiPatience => ({ ...use, within, signal });
  const calls: HostedCalls = {
    create: (order, signal) => createIttybitJob(access, order, patience(signal)),
    get: (id, signal) => getIttybitJob(access, id, patience(signal)),
    list: (filter, signal) => listIttybitJobs(access, filter, patience(signal)),
    // Of those that speak as it does only servers of this package can cancel.
    takesAll: (signal) => canCancel(access, { ...patience(signal), within: CANCEL_WITHIN_MS }),
    async cancel(id, signal) {
      const short = { ...patience(signal), within: CANCEL_WITHIN_MS };
      if (!(await canCancel(access, short))) return false;
      await cancelIttybitJob(access, id, short);
      return true;
    },
  };
  return hostedBackend(backend, access, calls, use);
}
