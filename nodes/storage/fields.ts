import type { IDisplayOptions, INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import type { StorageScheme } from '../../src/pipeline/storage/scheme';
import { ALL_STORAGES } from '../../src/pipeline/storage/storages';
import { credentialField } from '../names';

/** n8n's editor hides a field of which every value has a credential, and all fields that such a one depends on: so there is always one without. */
const credentialsOf = ({ form }: StorageScheme, none: string): INodePropertyOptions[] =>
  [
    ...form.credentials.map(({ name, label, described }) => ({ name: label, value: name, description: described })),
    { name: 'None', value: 'none', description: none },
  ].sort((a, b) => a.name.localeCompare(b.name, 'en'));

const firstCredential = ({ form }: StorageScheme): string => form.credentials[0]?.name ?? 'none';

/**
 * Which of n8n's credentials for a storage a node uses, whatever for: a credential can be shown for one parameter alone, so all uses share this one. It may stand
 * in a form several times, for uses that exclude each other.
 */
export const storageField = (storage: StorageScheme, displayOptions: IDisplayOptions): INodeProperties => ({
  displayName: `${storage.label} Storage`,
  name: credentialField(storage),
  type: 'options',
  noDataExpression: true,
  options: credentialsOf(storage, 'No storage is chosen yet'),
  default: firstCredential(storage),
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

export const optionalStorageField = (storage: StorageScheme, { none, ...said }: OptionalStorage): INodeProperties => ({
  ...storageField(storage, said.displayOptions),
  ...said,
  options: credentialsOf(storage, none),
  default: 'none',
});

/** The credentials of a storage: shown, and asked for, with the parameter that chooses one. */
export const credentialsOfStorage = (storage: StorageScheme) =>
  storage.form.credentials.map(({ name }) => ({
    name,
    required: true,
    displayOptions: { show: { [credentialField(storage)]: [name] } },
  }));

export const storageCredentials = ALL_STORAGES.flatMap(credentialsOfStorage);

/** Storages as a form offers them. @param described what it says of one */
export const storageChoices = (described: (storage: StorageScheme) => string): INodePropertyOptions[] =>
  ALL_STORAGES.map((storage) => ({ name: storage.label, value: storage.name, description: described(storage) }));

/** The field for what files of a storage lie in, where that is asked for by itself. @param said of it, by how it is called */
export const inContainer = (
  { form: { container } }: StorageScheme,
  said: (label: string) => Pick<INodeProperties, 'displayName' | 'name' | 'displayOptions' | 'description'>,
): INodeProperties[] =>
  container === null
    ? []
    : [{ ...said(container.label), type: 'string', default: '', placeholder: container.placeholder }];
