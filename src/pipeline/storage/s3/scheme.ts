import type { StorageScheme } from '../scheme';
import { readS3, showS3 } from './s3Address';
import type { S3Place } from './s3Address';

/** Buckets at Amazon, and at whoever else speaks S3. */
export const s3: StorageScheme<S3Place, 's3'> = {
  name: 's3',
  label: 'S3',
  prefix: 's3://',
  example: 's3://bucket/key',
  form: {
    described: { one: 'An object in S3 storage', several: 'Objects in S3 storage' },
    credentials: [
      { name: 's3', label: 'S3', described: 'A bucket of any other storage that speaks S3' },
      { name: 'aws', label: 'AWS S3', described: 'A bucket at Amazon' },
    ],
    keysOf: (fields) => (require('./credential') as typeof import('./credential')).keysOfCredential(fields),
    container: { label: 'Bucket', placeholder: 'e.g. my-media' },
    key: { label: 'Key', read: 'e.g. uploads/clip.mov', write: 'e.g. results/clip.mp4' },
    addressOf: (bucket, key) => (bucket === '' ? null : `s3://${bucket}/${key}`),
  },
  options: () => (require('./s3Options') as typeof import('./s3Options')).s3OptionsSchema,
  placeholders: {
    acl: 'acl',
    cache_control: 'value',
    result: 's3|presigned|public',
    expires: 'seconds',
    public_url: 'address',
  },
  problems: (options, use) => (require('./s3Options') as typeof import('./s3Options')).s3Problems(options, use),
  read(text) {
    const read = readS3(text);
    return read && { scheme: 's3', ...read };
  },
  show: showS3,
  isFile: ({ key }) => key !== '' && !key.endsWith('/'),
  load: () => (require('./access') as typeof import('./access')).s3Calls,
};
