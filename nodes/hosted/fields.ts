import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { loginCredentials } from '../input/fields';
import { INPUT, RUN, STORAGE } from '../names';
import { optionalStorageField, storageCredentials } from '../storage/fields';

const ITTYBIT: INodePropertyOptions = {
  name: 'Ittybit',
  value: 'ittybit',
  description: 'Through the Ittybit API, or a server of this package that its credential points to',
};

const LOCAL: INodePropertyOptions = { name: 'This N8n', value: 'local', description: 'On this machine, with ffmpeg' };

/** Where every job but shorts can be run. */
export const CONVERSION_BACKENDS: readonly INodePropertyOptions[] = [ITTYBIT, LOCAL];

interface BackendWords {
  displayName: string;
  description: string;
  choices: readonly INodePropertyOptions[];
}

/** Where a job is run. */
export const backendField = ({ choices, ...said }: BackendWords): INodeProperties => ({
  ...said,
  name: RUN.backend,
  type: 'options',
  noDataExpression: true,
  options: choices
    .map(({ name, value, description = '' }) => ({ name, value, description }))
    .sort((a, b) => a.name.localeCompare(b.name, 'en')),
  default: 'local',
});

const stagedFrom = (...storages: string[]) => ({
  show: {
    [RUN.backend]: ['ittybit', 'swiftia'],
    [INPUT.source]: ['binary'],
    ...(storages.length > 0 && { [STORAGE]: storages }),
  },
});

/** How a file gets to an API that fetches its inputs from addresses. */
export const stagingFields: INodeProperties[] = [
  optionalStorageField({
    displayName: 'Pass File Through',
    none: 'For inputs that have a URL',
    displayOptions: stagedFrom(),
    description:
      'Storage from which the API can fetch the file, since it takes addresses only. The file is put there, handed on as a signed address that is good for 6 to 7 days, and deleted when the job has ended.',
  }),
  {
    displayName: 'Bucket',
    name: RUN.stagingBucket,
    type: 'string',
    default: '',
    required: true,
    placeholder: 'e.g. my-incoming-media',
    displayOptions: stagedFrom('s3', 'aws'),
    description: 'Name of the bucket. The credential needs the rights to put, get and delete objects in it.',
  },
  {
    displayName: 'Folder in Bucket',
    name: RUN.stagingPrefix,
    type: 'string',
    default: '',
    placeholder: 'e.g. incoming/',
    displayOptions: stagedFrom('s3', 'aws'),
    description: 'What the names of the files begin with. A rule of the bucket that deletes old files can go by it.',
  },
];

const ittybit = { name: 'ittybitApi', required: true, displayOptions: { show: { [RUN.backend]: ['ittybit'] } } };

/** The credentials of a node that creates jobs. */
export const backendCredentials = [ittybit, ...storageCredentials, ...loginCredentials];

/** Those of a node that waits for them. */
export const waitCredentials = [
  ittybit,
  { name: 'swiftiaApi', required: true, displayOptions: { show: { [RUN.backend]: ['swiftia'] } } },
  ...storageCredentials,
];
