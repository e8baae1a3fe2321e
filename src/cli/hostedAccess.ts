import type { ApiAccess } from '../backends/apiAccess';
import type { StagingPlace } from '../backends/staging';
import { connectFromEnv } from '../pipeline/storage/s3/s3Access';
import { parseS3 } from '../pipeline/storage/s3/s3Address';
import type { JobFlags } from './flags';
import { withoutEnd } from '../pipeline/base/withoutEnd';
import { mediaError } from '../pipeline/errors/mediaError';

const BASE_URL = 'https://api.ittybit.com';

/** Where the API is, and the key. A key never stands on a command line, which every user of the machine can read. @throws request_invalid */
export function hostedAccess(
  { backend, baseUrl }: Pick<JobFlags, 'backend' | 'baseUrl'>,
  env: NodeJS.ProcessEnv,
): ApiAccess {
  if (backend !== 'ittybit')
    throw mediaError('request_invalid', {
      problems: `"backend" must be local or ittybit (given: ${JSON.stringify(backend)}).`,
    });
  const apiKey = env.ITTYBIT_API_KEY ?? '';
  if (apiKey.trim() === '')
    throw mediaError('request_invalid', {
      problems: 'The environment variable ITTYBIT_API_KEY is not set to an API key.',
    });
  return { name: 'Ittybit', baseUrl: baseUrl ?? (env.ITTYBIT_BASE_URL || BASE_URL), apiKey };
}

/** The bucket through which files are passed, with the keys of this machine; null when none is named. @throws invalid_input */
export function stagingOf({ staging }: Pick<JobFlags, 'staging'>, env: NodeJS.ProcessEnv): StagingPlace | null {
  const given = staging ?? env.MEDIA_JOBS_STAGING ?? '';
  if (given.trim() === '') return null;
  const { bucket, key } = parseS3(`${withoutEnd(given.trim(), /\//)}/`);
  return { bucket, prefix: key, connect: connectFromEnv(env) };
}
