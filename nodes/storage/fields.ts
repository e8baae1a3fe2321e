import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';
import { STORAGE } from '../names';

/** n8n's editor hides a field of which every value has a credential, and all fields that such a one depends on: so there is always one without. */
const storages = (none: string) => [
  { name: 'AWS S3', value: 'aws', description: 'A bucket at Amazon' },
  { name: 'None', value: 'none', description: none },
  { name: 'S3', value: 's3', description: 'A bucket of any other storage that speaks S3' },
];

/**
 * Which of n8n's credentials for S3 a node uses, whatever for: a credential can be shown for one parameter alone, so all uses share this one. It may stand in a
 * form several times, for uses that exclude each other.
 */
export const storageField = (displayOptions: IDisplayOptions): INodeProperties => ({
  displayName: 'S3 Storage',
  name: STORAGE,
  type: 'options',
  noDataExpression: true,
  options: storages('No storage is chosen yet'),
  default: 's3',
  displayOptions,
  description: 'The kind of storage, and so of credential',
});

/** How the same is asked for where there need not be one. */
interface OptionalStorage {
  displayName: string;
  /** What choosing none is for. */
  none: string;
  description: string;
  displayOptions: IDisplayOptions;
}

export const optionalStorageField = ({ none, ...said }: OptionalStorage): INodeProperties => ({
  ...storageField(said.displayOptions),
  ...said,
  options: storages(none),
  default: 'none',
});

/** Shown, and asked for, with the parameter that chooses it. */
export const storageCredentials = ['s3', 'aws'].map((name) => ({
  name,
  required: true,
  displayOptions: { show: { [STORAGE]: [name] } },
}));
