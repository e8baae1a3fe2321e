import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { ALL_BACKENDS, DEFAULT_BACKEND } from '../../src/backends';
import { loginCredentials } from '../input/fields';
import { STORAGES } from '../../src/pipeline/storage/storages';
import { credentialField, INPUT, RUN } from '../names';
import { credentialsOf, JOB_PLACES, STAGED } from '../places';
import { credentialsOfStorage, optionalStorageField, storageCredentials } from '../storage/fields';

interface BackendWords {
  displayName: string;
  description: string;
  choices: INodePropertyOptions[];
}

/** Where a job is run. */
export const backendField = ({ choices, ...said }: BackendWords): INodeProperties => ({
  ...said,
  name: RUN.backend,
  type: 'options',
  noDataExpression: true,
  options: choices,
  default: DEFAULT_BACKEND,
});

/** Files are passed through a bucket. */
const { s3 } = STORAGES;

const stagedFrom = (...credentials: string[]) => ({
  show: {
    [RUN.backend]: STAGED,
    [INPUT.source]: ['binary'],
    ...(credentials.length > 0 && { [credentialField(s3)]: credentials }),
  },
});
const withBucket = stagedFrom(...s3.form.credentials.map(({ name }) => name));

/** How a file gets to an API that fetches its inputs from addresses. */
export const stagingFields: INodeProperties[] = [
  optionalStorageField(s3, {
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
    displayOptions: withBucket,
    description: 'Name of the bucket. The credential needs the rights to put, get and delete objects in it.',
  },
  {
    displayName: 'Folder in Bucket',
    name: RUN.stagingPrefix,
    type: 'string',
    default: '',
    placeholder: 'e.g. incoming/',
    displayOptions: withBucket,
    description: 'What the names of the files begin with. A rule of the bucket that deletes old files can go by it.',
  },
];

/** The credentials of a node that creates jobs. */
export const backendCredentials = [...credentialsOf(JOB_PLACES), ...storageCredentials, ...loginCredentials];

/** Those of a node that waits for them. */
export const waitCredentials = [...credentialsOf(ALL_BACKENDS), ...credentialsOfStorage(s3)];
