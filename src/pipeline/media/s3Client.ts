import type { S3Client } from '@aws-sdk/client-s3';

/**
 * A client as the machine's administrator set it up: keys, profile, region and endpoint from the environment and the AWS configuration files
 * (AWS_ACCESS_KEY_ID, AWS_PROFILE, AWS_REGION, AWS_ENDPOINT_URL_S3 …). Loaded at first use: the SDK takes 100 ms.
 */
export async function s3Client(env: NodeJS.ProcessEnv): Promise<S3Client> {
  const { S3Client } = await import('@aws-sdk/client-s3');
  const endpoint = env.AWS_ENDPOINT_URL_S3 ?? env.AWS_ENDPOINT_URL;
  // Servers other than Amazon's seldom have a host name for each bucket, and not all know the newer checksums.
  const elsewhere = endpoint === undefined ? {} : { endpoint, forcePathStyle: true, requestChecksumCalculation: 'WHEN_REQUIRED', responseChecksumValidation: 'WHEN_REQUIRED' } as const;
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN: sessionToken } = env;
  const keys = accessKeyId && secretAccessKey ? { credentials: { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) } } : {};
  return new S3Client({ region: env.AWS_REGION ?? env.AWS_DEFAULT_REGION ?? 'us-east-1', followRegionRedirects: true, ...elsewhere, ...keys });
}

/** What an S3 server or the SDK answered, in words; `missing` where the object or bucket is not there. */
export function s3Problem(error: unknown): { why: string; missing: boolean; status: number | null } {
  const { name = '', message = '', $metadata } = (typeof error === 'object' && error !== null ? error : {}) as { name?: string; message?: string; $metadata?: { httpStatusCode?: number } };
  const status = $metadata?.httpStatusCode ?? null;
  const missing = ['NoSuchKey', 'NotFound', 'NoSuchBucket'].includes(name) || status === 404;
  if (name === 'NoSuchBucket') return { why: 'there is no such bucket', missing, status };
  if (name === 'CredentialsProviderError') return { why: 'no S3 keys were found; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE', missing, status };
  if (status === 401 || status === 403) return { why: `the storage refuses these keys (${name})`, missing, status };
  return { why: message || name || 'the storage did not answer', missing, status };
}
