import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { LONGEST_LINK_SECONDS } from '../../src/pipeline/storage/s3/s3Limits';
import { INPUT, OUTPUT, RUN } from '../names';
import { HERE } from '../places';
import { storageField } from '../storage/fields';

const toS3 = { show: { [RUN.backend]: HERE, [OUTPUT.place]: ['s3'] } };

/** How a node asks where its results go. */
interface DestinationWords {
  description: string;
  /** What the places are to its results. */
  places: INodePropertyOptions[];
  key: Pick<INodeProperties, 'placeholder' | 'description'>;
}

/** Where a job puts its result. */
export const destinationFields = ({ description, places, key }: DestinationWords): INodeProperties[] => [
  {
    displayName: 'Output To',
    name: OUTPUT.place,
    type: 'options',
    noDataExpression: true,
    options: places,
    default: 'binary',
    displayOptions: { show: { [RUN.backend]: HERE } },
    description,
  },
  storageField({ show: { [RUN.backend]: HERE, [INPUT.source]: ['binary', 'url'], [OUTPUT.place]: ['s3'] } }),
  {
    displayName: 'Output Bucket',
    name: OUTPUT.bucket,
    type: 'string',
    default: '',
    placeholder: 'e.g. my-media',
    displayOptions: toS3,
    description:
      'Name of the bucket that the result is put into. Not needed when the key is an address such as s3://bucket/key.',
  },
  {
    displayName: 'Output Key',
    name: OUTPUT.key,
    type: 'string',
    default: '',
    displayOptions: toS3,
    ...key,
  },
  {
    displayName: 'Output Options',
    name: OUTPUT.options,
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
