import type { HostedApi, HostedPlace, JobBackend } from '../backends/backend';
import { backendNamed, DEFAULT_BACKEND, HOSTED_BACKENDS } from '../backends';
import type { StagingPlace } from '../backends/staging';
import { withoutEnd } from '../pipeline/base/withoutEnd';
import { mediaError } from '../pipeline/errors/mediaError';
import type { KindName } from '../pipeline/kinds';
import { connectFromEnv } from '../pipeline/storage/s3/s3Access';
import { parseS3 } from '../pipeline/storage/s3/s3Address';

/** The flags that say where a job runs, and how its input gets there. */
interface PlaceFlags {
  backend?: string;
  baseUrl?: string;
  staging?: string;
}

type Reachable = HostedPlace & { hosted: { env: NonNullable<HostedApi['env']> } };

/** The hosted APIs that the command line can ask: those whose key it takes from the environment. @param kind that they run; any unless given */
export const hostedFor = (kind?: KindName): Reachable[] =>
  HOSTED_BACKENDS.filter(
    (backend): backend is Reachable =>
      backend.hosted.env !== null && (kind === undefined || backend.kinds.includes(kind)),
  );

/** The names of those, as in "goes with --backend …". */
export const hostedNames = (): string =>
  hostedFor()
    .map(({ name }) => name)
    .join(' or ');

/** Whether a job of these flags runs on this machine. */
export const isHere = ({ backend }: Pick<PlaceFlags, 'backend'>): boolean =>
  backend === undefined || backendNamed(backend)?.hosted === null;

/**
 * Opens the hosted API that the flags name. A key never stands on a command line, which every user of the machine can read.
 * @param kind that it is to run; any unless given @throws request_invalid
 */
export async function openHosted(
  { backend: name, baseUrl }: Omit<PlaceFlags, 'staging'>,
  env: NodeJS.ProcessEnv,
  kind?: KindName,
): Promise<JobBackend> {
  const backend = hostedFor(kind).find((each) => each.name === name);
  if (backend === undefined) {
    const names = [DEFAULT_BACKEND, ...hostedFor(kind).map((each) => each.name)].join(' or ');
    throw mediaError('request_invalid', {
      problems: `"backend" must be ${names} (given: ${JSON.stringify(name)}).`,
    });
  }
  const { hosted } = backend;
  const apiKey = env[hosted.env.key] ?? '';
  if (apiKey.trim() === '')
    throw mediaError('request_invalid', {
      problems: `The environment variable ${hosted.env.key} is not set to an API key.`,
    });
  return backend.open({
    credential: () => Promise.resolve({ apiKey, baseUrl: baseUrl ?? (env[hosted.env.baseUrl] || hosted.baseUrl) }),
    jobs: () => Promise.reject(mediaError('internal_error', { why: 'the command line opens no store for it' })),
  });
}

/** The bucket through which files are passed, with the keys of this machine; null when none is named. @throws invalid_input */
export function stagingOf({ staging }: Pick<PlaceFlags, 'staging'>, env: NodeJS.ProcessEnv): StagingPlace | null {
  const given = staging ?? env.MEDIA_JOBS_STAGING ?? '';
  if (given.trim() === '') return null;
  const { bucket, key } = parseS3(`${withoutEnd(given.trim(), /\//)}/`);
  return { bucket, prefix: key, connect: connectFromEnv(env) };
}
