import type { IExecuteFunctions } from 'n8n-workflow';
import type { BackendName, WaitedJobs } from './waitedJobs';
import { swiftiaJobs } from './swiftiaJobs';
import { hostedJobs } from './hostedJobs';
import { localJobs } from './localJobs';

/** @param context of the node; in a call of a suspended execution too @param use how often a hosted API is asked the same at most */
export function waitedJobs(
  context: Pick<IExecuteFunctions, 'getCredentials'>,
  backend: BackendName,
  use: { attempts?: number } = {},
): Promise<WaitedJobs> {
  if (backend === 'swiftia') return swiftiaJobs(context);
  return backend === 'ittybit' ? hostedJobs(context, use) : localJobs();
}
