/** What an S3 server or the SDK answered, in words; `missing` where the object or bucket is not there. */
export function s3Problem(error: unknown): { why: string; missing: boolean; status: number | null } {
  const {
    name = '',
    message = '',
    $metadata,
  } = (typeof error === 'object' && error !== null ? error : {}) as {
    name?: string;
    message?: string;
    $metadata?: { httpStatusCode?: number };
  };
  const status = $metadata?.httpStatusCode ?? null;
  const missing = ['NoSuchKey', 'NotFound', 'NoSuchBucket'].includes(name) || status === 404;
  if (name === 'NoSuchBucket') return { why: 'there is no such bucket', missing, status };
  if (name === 'CredentialsProviderError')
    return {
      why: 'no S3 keys were found; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE',
      missing,
      status,
    };
  if (status === 401 || status === 403) return { why: `the storage refuses these keys (${name})`, missing, status };
  return { why: message || name || 'the storage did not answer', missing, status };
}
