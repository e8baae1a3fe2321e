import type { INodeProperties } from 'n8n-workflow';
import { keyValuePairs } from './keyValuePairs';
import { storageProperty } from './storageProperties';

/** Where a job's input comes from. */
export const inputProperties: INodeProperties[] = [
  {
    displayName: 'Input',
    name: 'inputSource',
    type: 'options',
    noDataExpression: true,
    options: [
      { name: 'Binary File', value: 'binary', description: 'A file that an earlier node has put into the item' },
      { name: 'S3', value: 's3', description: 'An object in S3 storage' },
      { name: 'URL', value: 'url', description: 'A file that is fetched from a public address' },
    ],
    default: 'binary',
    description: 'Where the file to convert comes from',
  },
  {
    displayName: 'Input Binary Field',
    name: 'binaryPropertyName',
    type: 'string',
    typeOptions: { binaryDataProperty: true },
    default: 'data',
    required: true,
    displayOptions: { show: { inputSource: ['binary'] } },
    hint: 'The name of the input binary field containing the file to be converted',
  },
  {
    displayName: 'URL',
    name: 'url',
    type: 'string',
    default: '',
    required: true,
    placeholder: 'e.g. https://example.com/upload.mov',
    displayOptions: { show: { inputSource: ['url'] } },
    description:
      'Address of the file. Addresses inside private networks are refused unless MEDIA_JOBS_ALLOW_HOSTS names the host.',
  },
  {
    displayName: 'Authentication',
    name: 'inputAuthentication',
    type: 'options',
    noDataExpression: true,
    options: [
      { name: 'Basic Auth', value: 'httpBasicAuth', description: 'User name and password' },
      {
        name: 'Header Auth',
        value: 'httpHeaderAuth',
        description: 'A request header, such as Authorization or Cookie',
      },
      { name: 'None', value: 'none' },
    ],
    default: 'none',
    displayOptions: { show: { backend: ['local'], inputSource: ['url'] } },
    description:
      'What lets us in at the server of the URL. It is sent to that server alone, and not along with a redirect to another.',
  },
  storageProperty({ show: { inputSource: ['s3'] } }),
  {
    displayName: 'Input Bucket',
    name: 'inputBucket',
    type: 'string',
    default: '',
    placeholder: 'e.g. my-media',
    displayOptions: { show: { inputSource: ['s3'] } },
    description:
      'Name of the bucket that the file is in. Not needed when the key is an address such as s3://bucket/key.',
  },
  {
    displayName: 'Input Key',
    name: 'inputKey',
    type: 'string',
    default: '',
    required: true,
    placeholder: 'e.g. uploads/clip.mov',
    displayOptions: { show: { inputSource: ['s3'] } },
    description: 'Key of the file in the bucket, as it is, or an address such as s3://bucket/key',
  },
];

/** n8n's own credentials for servers of inputs. */
export const loginCredentials = ['httpBasicAuth', 'httpHeaderAuth'].map((name) => ({
  name,
  required: true,
  displayOptions: { show: { inputAuthentication: [name] } },
}));

/** What a user attaches to a job; it is echoed in every job object. */
export const metadataProperties: INodeProperties[] = [
  {
    displayName: 'Specify Metadata',
    name: 'specifyMetadata',
    type: 'options',
    noDataExpression: true,
    options: [
      { name: 'Using Fields Below', value: 'fields' },
      { name: 'Using JSON', value: 'json' },
    ],
    default: 'fields',
    description: 'How to give the metadata, which is kept with the job and comes back with it',
  },
  {
    displayName: 'Metadata',
    name: 'metadata',
    ...keyValuePairs,
    placeholder: 'Add metadata',
    displayOptions: { show: { specifyMetadata: ['fields'] } },
  },
  {
    displayName: 'Metadata (JSON)',
    name: 'metadataJson',
    type: 'json',
    default: '{}',
    displayOptions: { show: { specifyMetadata: ['json'] } },
    description: 'Any JSON object',
  },
];

/** Where a job's result goes in the item. */
export const outputProperties: INodeProperties[] = [
  {
    displayName: 'Put Output File in Field',
    name: 'outputBinaryPropertyName',
    type: 'string',
    default: 'data',
    required: true,
    hint: 'The name of the output binary field to put the file in',
  },
];

/** How the many files of an HLS stream go on. */
export const hlsOutput: INodeProperties = {
  displayName: 'HLS Output',
  name: 'hlsOutput',
  type: 'options',
  noDataExpression: true,
  options: [
    {
      name: 'One Item per File',
      value: 'files',
      description:
        'Playlists and segments as items of their own, the master playlist first; each names its place in file.path',
    },
    { name: 'ZIP', value: 'zip', description: 'All files in one ZIP file' },
  ],
  default: 'files',
  description: 'How the many files of an HLS stream are handed on',
};

const concurrency: INodeProperties = {
  displayName: 'Concurrency',
  name: 'concurrency',
  type: 'number',
  typeOptions: { minValue: 1, maxValue: 64, numberPrecision: 0 },
  default: 2,
  displayOptions: { show: { '/waitForCompletion': [true] } },
  description:
    'How many items are converted at the same time. Unset: half as many as this machine has cores, at least 1; at Ittybit 5.',
};

const kept: INodeProperties[] = [
  {
    displayName: 'Keep Input JSON',
    name: 'keepJson',
    type: 'boolean',
    default: true,
    description: 'Whether the fields of the input item go on beside the job',
  },
  {
    displayName: 'Keep Other Binary Fields',
    name: 'keepBinary',
    type: 'boolean',
    default: true,
    description: 'Whether the other files of the input item go on beside the result',
  },
];

const itemOptions = (options: INodeProperties[]): INodeProperties => ({
  displayName: 'Item Options',
  name: 'itemOptions',
  type: 'collection',
  placeholder: 'Add item option',
  default: {},
  options,
});

/** How a node that creates jobs treats its items, and one that collects them. */
export const itemProperties: INodeProperties[] = [itemOptions([concurrency, ...kept])];
export const keptProperties: INodeProperties[] = [itemOptions(kept)];
