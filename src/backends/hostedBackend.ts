import type { ApiAccess } from './apiAccess';
import type { Backend, BackendUse, JobBackend } from './backend';
import { errorOfHosted } from './errorOfHosted';
import { fetchResult } from './hostedResult';
import { pollUntilEnded } from './pollUntilEnded';
import { reportedError } from './reportedError';
import { shownJob } from './shownJob';

/** What each API does in its own way. */
export type HostedCalls = Pick<JobBackend, 'create' | 'get' | 'list' | 'cancel' | 'takesAll'>;

/** A hosted API as a place where jobs run: its own calls, and what all of those have in common that tell nothing unasked. */
export const hostedBackend = (
  backend: Backend,
  access: ApiAccess,
  calls: HostedCalls,
  { pause }: Pick<BackendUse, 'pause'> = {},
): JobBackend => ({
  ...calls,
  backend,
  ended: (ids, ms, signal) =>
    pollUntilEnded((id) => calls.get(id, signal), ids, { ms, signal, ...(pause !== undefined && { pause }) }),
  result: (job, use) => fetchResult(job, { ...use, access }),
  shown: (job, sent) => shownJob(job, access, sent),
  errorOf: (job) => errorOfHosted(job, access),
  missing: (id, wasThere = false) =>
    reportedError(access, {
      kind: 'job_not_found',
      message: `it ${wasThere ? 'no longer has the' : 'has no'} job ${id}`,
    }),
});
