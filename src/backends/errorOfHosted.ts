import { mediaError } from '../pipeline/errors/mediaError';
import type { MediaJobError } from '../pipeline/errors/mediaError';
import type { ApiAccess } from './apiAccess';
import type { BackendJob } from './backendJob';
import { reportedError } from './reportedError';

/** Why an ended job of a hosted API did not succeed; null when it did. */
export function errorOfHosted(job: BackendJob, access: ApiAccess): MediaJobError | null {
  if (job.status === 'succeeded') return null;
  if (job.status === 'cancelled') return mediaError('cancelled', {});
  return reportedError(access, job.error ?? { kind: 'failed', message: 'the job failed, and it does not say why' });
}
