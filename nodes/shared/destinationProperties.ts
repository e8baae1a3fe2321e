import type { INodeProperties } from 'n8n-workflow';
import { storageProperty } from './storageProperties';
import { LONGEST_LINK_SECONDS } from '../../src/pipeline/storage/s3/s3Limits';

const toS3 = { show: { backend: ['local'], outputDestination: ['s3'] } };

/** Where a job puts its result. */
export const destinationProperties: INodeProperties[] = [
  {
    displayName: 'Output To',
    name: 'outputDestination',
    type: 'options',
    noDataExpression: true,
    options: [
      {
        name: 'Binary File',
        value: 'binary',
        description: 'A file in the item; of a job in the background, one that Wait for Job collects',
      },
      { name: 'S3', value: 's3', description: 'An object in S3 storage; the job names it as its output' },
    ],
    default: 'binary',
    displayOptions: { show: { backend: ['local'] } },
    description: 'Where the result goes',
  },
  storageProperty({ show: { backend: ['local'], inputSource: ['binary', 'url'], outputDestination: ['s3'] } }),
  {
    displayName: 'Output Bucket',
    name: 'outputBucket',
    type: 'string',
    default: '',
    placeholder: 'e.g. my-media',
    displayOptions: toS3,
    description:
      'Name of the bucket that the result is put into. Not needed when the key is an address such as s3://bucket/key.',
  },
  {
    displayName: 'Output Key',
    name: 'outputKey',
    type: 'string',
    default: '',
    placeholder: 'e.g. results/clip.mp4',
    displayOptions: toS3,
    description:
      'Key of the result; its extension sets the format where no option does. One that ends in a slash, or is empty, is a folder, in which the result gets the name of the input; an HLS stream always gets a folder.',
  },
  {
    displayName: 'Output Options',
    name: 'outputOptions',
    type: 'collection',
    placeholder: 'Add output option',
    default: {},
    displayOptions: toS3,
    options: [
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
        displayName: 'Overwrite',
        name: 'overwrite',
        type: 'boolean',
        default: false,
        description: 'Whether to replace an object that has the key already. If off, that is an error.',
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
    ],
  },
];
