import type { S3Client } from '@aws-sdk/client-s3';

/** Keys of an S3 storage and how it is reached: plain JSON, so that they can be kept (sealed) with a job. */
export interface S3Keys {
  accessKeyId: string;
  secretAccessKey: string;
  /** Of keys that end after a while. */
  sessionToken?: string;
  /** Address of a storage that is not Amazon's. */
  endpoint?: string;
  /** us-east-1 unless given; most other storages take any. */
  region?: string;
  /** The bucket in the path of the address, not in its host name. */
  forcePathStyle?: boolean;
  /** A certificate that is not valid is taken. */
  ignoreSSLIssues?: boolean;
}

/** Makes a client, to be destroyed after use. */
export type S3Connect = () => Promise<S3Client>;

/** Servers other than Amazon's do not all know the newer checksums. */
const ELSEWHERE = { requestChecksumCalculation: 'WHEN_REQUIRED', responseChecksumValidation: 'WHEN_REQUIRED' } as const;
const DEFAULT_REGION = 'us-east-1';
/** Milliseconds for a connection, and without a byte on one: the SDK itself would wait for ever. */
const PATIENCE = { connectionTimeout: 10_000, socketTimeout: 120_000 };

/** Clients with keys that an administrator has set, so their endpoint may lie anywhere. */
export function connectWith({
  accessKeyId,
  secretAccessKey,
  sessionToken,
  endpoint,
  region,
  forcePathStyle,
  ignoreSSLIssues,
}: S3Keys): S3Connect {
  return async () => {
    const { S3Client } = await sdk();
    return new S3Client({
      region: region ?? DEFAULT_REGION,
      followRegionRedirects: true,
      credentials: { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) },
      ...(endpoint !== undefined && { endpoint, ...ELSEWHERE }),
      ...(forcePathStyle === true && { forcePathStyle }),
      requestHandler: { ...PATIENCE, ...(ignoreSSLIssues === true && { httpsAgent: { rejectUnauthorized: false } }) },
    });
  };
}

/**
 * Clients as the machine's administrator set it up: keys, profile, region and endpoint from the environment and the AWS configuration files
 * (AWS_ACCESS_KEY_ID, AWS_PROFILE, AWS_REGION, AWS_ENDPOINT_URL_S3 …). The SDK knows no variable for the path style: MEDIA_JOBS_S3_PATH_STYLE.
 */
export function connectFromEnv(env: NodeJS.ProcessEnv): S3Connect {
  return async () => {
    const { S3Client } = await sdk();
    const [endpoint, region] = [
      env.AWS_ENDPOINT_URL_S3 || env.AWS_ENDPOINT_URL,
      env.AWS_REGION || env.AWS_DEFAULT_REGION,
    ];
    // Storages other than Amazon's seldom have a host name for each bucket.
    const forcePathStyle = env.MEDIA_JOBS_S3_PATH_STYLE ? env.MEDIA_JOBS_S3_PATH_STYLE === 'true' : Boolean(endpoint);
    const {
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_SESSION_TOKEN: sessionToken,
    } = env;
    const keys =
      accessKeyId && secretAccessKey
        ? { credentials: { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) } }
        : {};
    const settings = {
      followRegionRedirects: true,
      requestHandler: PATIENCE,
      forcePathStyle,
      ...keys,
      ...(endpoint && { endpoint, ...ELSEWHERE }),
      ...(env.AWS_PROFILE && { profile: env.AWS_PROFILE }),
    };
    const client = new S3Client({ ...settings, ...(region && { region }) });
    // Neither the environment nor the profile names a region.
    const named = await client.config.region().then(
      () => true,
      () => false,
    );
    return named ? client : new S3Client({ ...settings, region: DEFAULT_REGION });
  };
}

/** Uses a client and ends it. */
export async function withS3<T>(connect: S3Connect, use: (client: S3Client) => Promise<T>): Promise<T> {
  const client = await connect();
  try {
    return await use(client);
  } finally {
    client.destroy();
  }
}

/** Loaded at first use: the SDK takes 100 ms. */
const sdk = () => import('@aws-sdk/client-s3');
