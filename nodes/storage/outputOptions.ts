import type { INodeProperties } from 'n8n-workflow';
import { LONGEST_LINK_SECONDS } from '../../src/pipeline/storage/s3/s3Limits';
import type { StorageScheme, StoredPlace } from '../../src/pipeline/storage/scheme';
import type { StorageName } from '../../src/pipeline/storage/storages';

/** How a form calls an option of a storage: `cache_control` is `cacheControl`. */
export const formName = (option: string): string =>
  option.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

const overwrite: INodeProperties = {
  displayName: 'Overwrite',
  name: 'overwrite',
  type: 'boolean',
  default: false,
  description: 'Whether to replace an object that has the key already. If off, that is an error.',
};

/** Those of S3, as its form words them. */
const OF_S3: readonly INodeProperties[] = [
  {
    displayName: 'ACL',
    name: 'acl',
    type: 'options',
    options: [
      { name: 'Authenticated Read', value: 'authenticated-read' },
      { name: 'AWS Exec Read', value: 'aws-exec-read' },
      { name: 'Bucket Owner Full Control', value: 'bucket-owner-full-control' },
      { name: 'Bucket Owner Read', value: 'bucket-owner-read' },
      { name: 'Private', value: 'private' },
      { name: 'Public Read', value: 'public-read' },
      { name: 'Public Read Write', value: 'public-read-write' },
    ],
    default: 'private',
    description: 'Canned access list of the object. Many buckets refuse any but the owner’s.',
  },
  {
    displayName: 'Cache Control',
    name: 'cacheControl',
    type: 'string',
    default: '',
    placeholder: 'e.g. max-age=86400',
    description: 'Cache-Control that the object is served with',
  },
  {
    displayName: 'Link Lifetime (Seconds)',
    name: 'expires',
    type: 'number',
    typeOptions: { minValue: 1, maxValue: LONGEST_LINK_SECONDS, numberPrecision: 0 },
    default: LONGEST_LINK_SECONDS,
    displayOptions: { show: { result: ['presigned'] } },
    description:
      'How long a signed link is good for; 7 days at most. One that temporary keys have signed ends with those.',
  },
  {
    displayName: 'Public URL',
    name: 'publicUrl',
    type: 'string',
    default: '',
    placeholder: 'e.g. https://cdn.example.com',
    displayOptions: { show: { result: ['public'] } },
    description:
      'Address below which the keys of the bucket are served, such as that of a CDN. Unset: the storage’s own.',
  },
  {
    displayName: 'Result',
    name: 'result',
    type: 'options',
    options: [
      { name: 'Public URL', value: 'public', description: 'The address of the object without a signature' },
      { name: 'S3 Address', value: 's3', description: 'Such as s3://bucket/key' },
      {
        name: 'Signed URL',
        value: 'presigned',
        description: 'An address by which anybody can fetch the result for a while',
      },
    ],
    default: 's3',
    description: 'What the job names as its output',
  },
];

/** The options of storages that have words of their own in the form. */
const OF_STORAGES: Partial<Record<StorageName, readonly INodeProperties[]>> = { s3: OF_S3 };

/** How a form asks how a result is put into a storage. */
export const outputOptionsOf = ({ name }: Pick<StorageScheme<StoredPlace, StorageName>, 'name'>): INodeProperties[] =>
  [...(OF_STORAGES[name] ?? []), overwrite].sort((a, b) => a.displayName.localeCompare(b.displayName, 'en'));
