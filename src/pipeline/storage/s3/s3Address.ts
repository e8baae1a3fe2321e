import { mediaError } from '../../errors/mediaError';

export interface S3Address {
  readonly bucket: string;
  readonly key: string;
}

/** An object in S3 storage, as its address was read. */
export interface S3Place extends S3Address {
  readonly scheme: 's3';
}

/** Whether it is one as S3 names buckets, and as older ones are named. */
export const isBucket = (name: string): boolean => /^[a-zA-Z0-9][\w.-]{1,61}[a-zA-Z0-9]$/.test(name);

/** `s3://bucket/key` in its parts; the key is taken as it is written, spaces and percent signs included. Null where the text is none: no key has control characters. */
export function readS3(address: string): S3Address | null {
  const [, bucket = '', key = ''] = /^s3:\/\/([^/]*)\/(\P{Cc}*)$/u.exec(address.trim()) ?? [];
  return isBucket(bucket) ? { bucket, key } : null;
}

/** @throws invalid_input */
export function parseS3(address: string): S3Address {
  const read = readS3(address);
  if (read === null)
    throw mediaError('invalid_input', { input: address, why: 'an S3 address looks like s3://bucket/key' });
  return read;
}

export const showS3 = ({ bucket, key }: S3Address): string => `s3://${bucket}/${key}`;
