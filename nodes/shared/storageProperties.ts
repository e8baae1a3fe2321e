import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

/** n8n's editor hides a field of which every value has a credential, and all fields that such a one depends on: so there is always one without. */
export const storages = (none: string) => [
  { name: 'AWS S3', value: 'aws', description: 'A bucket at Amazon' },
  { name: 'None', value: 'none', description: none },
  { name: 'S3', value: 's3', description: 'A bucket of any other storage that speaks S3' },
];

/**
 * Which of n8n's credentials for S3 a node uses, whatever for: a credential can be shown for one parameter alone, so all uses share this one. It may stand in a
 * form several times, for uses that exclude each other.
 */
export const storageProperty = (displayOptions: IDisplayOptions): INodeProperties => ({
  displayName: 'S3 Storage',
  name: 's3Storage',
  type: 'options',
  noDataExpression: true,
  options: storages('No storage is chosen yet'),
  default: 's3',
  displayOptions,
  description: 'The kind of storage, and so of credential',
});

/** The same where there need not be one. */
export const optionalStorageProperty = (displayOptions: IDisplayOptions): INodeProperties => ({
  ...storageProperty(displayOptions),
  displayName: 'Pass File Through',
  options: storages('For inputs that have a URL'),
  default: 'none',
  description:
    'Storage from which the API can fetch the file, since it takes addresses only. The file is put there, handed on as a signed address that is good for 6 to 7 days, and deleted when the job has ended.',
});

/** Shown, and asked for, with the parameter that chooses it. */
export const storageCredentials = ['s3', 'aws'].map((name) => ({
  name,
  required: true,
  displayOptions: { show: { s3Storage: [name] } },
}));
