import type { ApiAccess } from './apiAccess';
import type { ApiPatience } from './apiRequest';
import type { HostedJob } from './hostedJob';
import { cancelIttybitJob, canCancel } from './ittybit/cancelJob';
import { createIttybitJob } from './ittybit/createJob';
import type { HostedOrder } from './ittybit/createJob';
import { getIttybitJob } from './ittybit/getJob';
import { listIttybitJobs } from './ittybit/listJobs';
import type { HostedFilter, JobPage } from './ittybit/listJobs';

/** Somebody else who runs jobs. Errors are those of the table. */
export interface HostedBackend {
  readonly access: ApiAccess;
  /** Creates a job, or answers the one that its idempotency key has created already. */
  create(order: HostedOrder, signal: AbortSignal): Promise<HostedJob>;
  /** A job as it is now; null when there is none of this id. */
  get(id: string, signal: AbortSignal): Promise<HostedJob | null>;
  list(filter: HostedFilter, signal: AbortSignal): Promise<JobPage>;
  /** Cancels a job where the server says that it can. @returns whether it was asked to */
  cancel(id: string, signal: AbortSignal): Promise<boolean>;
}

export type BackendUse = Partial<Pick<ApiPatience, 'attempts' | 'pause' | 'random' | 'now'>> & {
  /** Milliseconds for one of its calls, attempts included (60 s). */
  within?: number;
};

const WITHIN_MS = 60_000;
/** A stop is not to hang on a server that is gone (ms). */
const CANCEL_WITHIN_MS = 5_000;

/** The Ittybit API, or a server of this package that speaks as it does. */
export function ittybitBackend(access: ApiAccess, { within = WITHIN_MS, ...use }: BackendUse = {}): HostedBackend {
  const patience = (signal: AbortSignal): ApiPatience => ({ ...use, within, signal });
  return {
    access,
    create: (order, signal) => createIttybitJob(access, order, patience(signal)),
    get: (id, signal) => getIttybitJob(access, id, patience(signal)),
    list: (filter, signal) => listIttybitJobs(access, filter, patience(signal)),
    async cancel(id, signal) {
      const short = { ...patience(signal), within: CANCEL_WITHIN_MS };
      if (!(await canCancel(access, short))) return false;
      await cancelIttybitJob(access, id, short);
      return true;
    },
  };
}
