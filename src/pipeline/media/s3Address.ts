import { mediaError } from '../errors';

export interface S3Address {
  bucket: string;
  key: string;
}

export const isS3 = (address: string): boolean => /^s3:\/\//i.test(address);

/** `s3://bucket/key` in its parts; the key is taken as it is written, spaces and percent signs included. @throws invalid_input */
export function parseS3(address: string): S3Address {
  const [, bucket, key] = /^s3:\/\/([a-zA-Z0-9](?:[\w.-]{1,61})[a-zA-Z0-9])\/(.*)$/s.exec(address.trim()) ?? [];
  if (bucket === undefined || key === undefined)
    throw mediaError('invalid_input', { input: address, why: 'an S3 address looks like s3://bucket/key' });
  return { bucket, key };
}

export const showS3 = ({ bucket, key }: S3Address): string => `s3://${bucket}/${key}`;
