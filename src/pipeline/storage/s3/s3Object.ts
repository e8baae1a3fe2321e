import type { S3Client } from '@aws-sdk/client-s3';
import type { S3Address } from './s3Address';
import { s3Problem } from './s3Problem';

/** Bytes of an object and when it was stored, by the storage's clock; null when it is not there, or cannot be looked at. */
export async function headOf(
  client: S3Client,
  { bucket, key }: S3Address,
): Promise<{ bytes: number; at: Date } | null> {
  const { HeadObjectCommand } = await import('@aws-sdk/client-s3');
  try {
    const { ContentLength = 0, LastModified = new Date() } = await client.send(
      new HeadObjectCommand({ Bucket: bucket, Key: key }),
    );
    return { bytes: ContentLength, at: LastModified };
  } catch (error) {
    // Storage answers 403 for what is not there to those who may not list.
    const { missing, status } = s3Problem(error);
    if (missing || status === 403) return null;
    throw error;
  }
}
