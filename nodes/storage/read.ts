import type { IExecuteFunctions } from 'n8n-workflow';
import { mediaError } from '../../src/pipeline/errors/mediaError';
import { isS3 } from '../../src/pipeline/storage/s3/s3Address';
import type { S3Keys } from '../../src/pipeline/storage/s3/s3Access';
import { STORAGE } from '../names';
import { s3Keys } from './credential';
import type { S3Credential } from './credential';

/** The kind of credential that the node is set to use for S3; null: none. */
export function storageIn(context: IExecuteFunctions, index: number, unset: string): S3Credential | null {
  const storage = context.getNodeParameter(STORAGE, index, unset);
  return storage === 's3' || storage === 'aws' ? storage : null;
}

/** The keys to the storage that the node is set to use. @throws request_invalid */
export async function storageKeys(context: IExecuteFunctions, index: number): Promise<S3Keys> {
  const storage = storageIn(context, index, 's3');
  if (storage === null)
    throw mediaError('request_invalid', {
      problems: `"${STORAGE}" must be s3 or aws: the kind of storage, whose credential opens the bucket.`,
    });
  return s3Keys(context, storage, index);
}

/** Bucket and key as an address; a key that is an address already says both. Null: there is no bucket. */
export function s3AddressIn(
  context: IExecuteFunctions,
  index: number,
  names: { bucket: string; key: string },
): string | null {
  const text = (name: string): string => {
    const value: unknown = context.getNodeParameter(name, index, '');
    return typeof value === 'string' || typeof value === 'number' ? `${value}` : '';
  };
  const [bucket, key] = [text(names.bucket).trim(), text(names.key)];
  if (isS3(key.trim())) return key.trim();
  return bucket === '' ? null : `s3://${bucket}/${key}`;
}
