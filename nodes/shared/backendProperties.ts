import type { INodeProperties } from 'n8n-workflow';
import { loginCredentials } from './jobProperties';
import { optionalStorageProperty, storageCredentials } from './storageProperties';

/** Where a job is run. */
export const backendProperty: INodeProperties = {
  displayName: 'Run On',
  name: 'backend',
  type: 'options',
  noDataExpression: true,
  options: [
    {
      name: 'Ittybit',
      value: 'ittybit',
      description: 'Through the Ittybit API, or a server of this package that its credential points to',
    },
    { name: 'This N8n', value: 'local', description: 'On this machine, with ffmpeg' },
  ],
  default: 'local',
  description: 'Where the job is run',
};

const stagedFrom = (...storages: string[]) => ({
  show: {
    backend: ['ittybit', 'swiftia'],
    inputSource: ['binary'],
    ...(storages.length > 0 && { s3Storage: storages }),
  },
});

/** How a file gets to an API that fetches its inputs from addresses. */
export const stagingProperties: INodeProperties[] = [
  optionalStorageProperty(stagedFrom()),
  {
    displayName: 'Bucket',
    name: 'stagingBucket',
    type: 'string',
    default: '',
    required: true,
    placeholder: 'e.g. my-incoming-media',
    displayOptions: stagedFrom('s3', 'aws'),
    description: 'Name of the bucket. The credential needs the rights to put, get and delete objects in it.',
  },
  {
    displayName: 'Folder in Bucket',
    name: 'stagingPrefix',
    type: 'string',
    default: '',
    placeholder: 'e.g. incoming/',
    displayOptions: stagedFrom('s3', 'aws'),
    description: 'What the names of the files begin with. A rule of the bucket that deletes old files can go by it.',
  },
];

const ittybit = { name: 'ittybitApi', required: true, displayOptions: { show: { backend: ['ittybit'] } } };

/** The credentials of a node that creates jobs. */
export const backendCredentials = [ittybit, ...storageCredentials, ...loginCredentials];

/** Those of a node that waits for them. */
export const waitCredentials = [
  ittybit,
  { name: 'swiftiaApi', required: true, displayOptions: { show: { backend: ['swiftia'] } } },
  ...storageCredentials,
];
