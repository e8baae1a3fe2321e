import type { S3Client } from '@aws-sdk/client-s3';
import type { S3Address } from './s3Address';
import { withoutEnd } from '../../base/withoutEnd';

/** An address that anybody can fetch an object by. @param at when it was signed; now unless given */
export async function signedLink(
  client: S3Client,
  { bucket, key }: S3Address,
  seconds: number,
  at: Date = new Date(),
): Promise<string> {
  const [{ GetObjectCommand }, { getSignedUrl }] = await Promise.all([
    import('@aws-sdk/client-s3'),
    import('@aws-sdk/s3-request-presigner'),
  ]);
  return getSignedUrl(client, new GetObjectCommand({ Bucket: bucket, Key: key }), {
    expiresIn: seconds,
    signingDate: at,
  });
}

/** The address of an object without a signature: at the storage, as the client's endpoint, region and path style have it, or below a base. */
export async function publicLink(client: S3Client, object: S3Address, base?: string): Promise<string> {
  if (base === undefined) return (await signedLink(client, object, 1)).split('?', 1).join('');
  return `${withoutEnd(base, /\//)}/${object.key.split('/').map(encodeURIComponent).join('/')}`;
}
