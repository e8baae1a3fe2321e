import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { INPUT, RUN } from '../names';
import { HERE } from '../places';
import { ALL_STORAGES } from '../../src/pipeline/storage/storages';
import { inContainer, storageChoices, storageField } from '../storage/fields';

const from = (...sources: string[]) => ({ show: { [INPUT.source]: sources } });

const SOURCES: readonly INodePropertyOptions[] = [
  { name: 'Binary File', value: 'binary', description: 'A file that an earlier node has put into the item' },
  ...storageChoices(({ form }) => form.described.one),
  { name: 'URL', value: 'url', description: 'A file that is fetched from a public address' },
].sort((a, b) => a.name.localeCompare(b.name, 'en'));

/** How the server of an input's address is entered. */
export const authenticationField: INodeProperties = {
  displayName: 'Authentication',
  name: INPUT.authentication,
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
  displayOptions: { show: { [RUN.backend]: HERE, [INPUT.source]: ['url'] } },
  description:
    'What lets us in at the server of the URL. It is sent to that server alone, and not along with a redirect to another.',
};

/** How a node asks where its input comes from. */
interface InputWords {
  description: string;
  /** Sources besides those that every node has; each brings its own fields. */
  more?: readonly { source: INodePropertyOptions; fields: INodeProperties[] }[];
}

/** Where a job's input comes from. */
export const inputFields = ({ description, more = [] }: InputWords): INodeProperties[] => [
  {
    displayName: 'Input',
    name: INPUT.source,
    type: 'options',
    noDataExpression: true,
    options: [...SOURCES, ...more.map(({ source }) => source)],
    default: 'binary',
    description,
  },
  {
    displayName: 'Input Binary Field',
    name: INPUT.field,
    type: 'string',
    typeOptions: { binaryDataProperty: true },
    default: 'data',
    required: true,
    displayOptions: from('binary'),
    hint: 'The name of the input binary field containing the file to be converted. Where the item has one file alone, that is taken.',
  },
  {
    displayName: 'URL',
    name: INPUT.url,
    type: 'string',
    default: '',
    required: true,
    placeholder: 'e.g. https://example.com/upload.mov',
    displayOptions: from('url'),
    description:
      'Address of the file. Addresses inside private networks are refused unless MEDIA_JOBS_ALLOW_HOSTS names the host.',
  },
  authenticationField,
  ...ALL_STORAGES.flatMap(storedFields),
  ...more.flatMap(({ fields }) => fields),
];

/** Which credential opens the storage of an input. */
export const inputStorageField = (storage: (typeof ALL_STORAGES)[number]): INodeProperties =>
  storageField(storage, from(storage.name));

/** How it is asked for what lies in a storage. */
function storedFields(storage: (typeof ALL_STORAGES)[number]): INodeProperties[] {
  const { container, key } = storage.form;
  const displayOptions = from(storage.name);
  return [
    inputStorageField(storage),
    ...inContainer(storage, (label) => ({
      displayName: `Input ${label}`,
      name: INPUT.bucket,
      displayOptions,
      description: `Name of the ${label.toLowerCase()} that the file is in. Not needed when the ${key.label.toLowerCase()} is an address such as ${storage.example}.`,
    })),
    {
      displayName: `Input ${key.label}`,
      name: INPUT.key,
      type: 'string',
      default: '',
      required: true,
      placeholder: key.read,
      displayOptions,
      description:
        container === null
          ? `Address of the file, such as ${storage.example}`
          : `${key.label} of the file in the ${container.label.toLowerCase()}, as it is, or an address such as ${storage.example}`,
    },
  ];
}

/** n8n's own credentials for servers of inputs. */
export const loginCredentials = ['httpBasicAuth', 'httpHeaderAuth'].map((name) => ({
  name,
  required: true,
  displayOptions: { show: { [INPUT.authentication]: [name] } },
}));
