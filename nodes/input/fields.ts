import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { INPUT, RUN } from '../names';
import { HERE } from '../places';
import { storageField } from '../storage/fields';

const from = (...sources: string[]) => ({ show: { [INPUT.source]: sources } });

const SOURCES: readonly INodePropertyOptions[] = [
  { name: 'Binary File', value: 'binary', description: 'A file that an earlier node has put into the item' },
  { name: 'S3', value: 's3', description: 'An object in S3 storage' },
  { name: 'URL', value: 'url', description: 'A file that is fetched from a public address' },
];

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
  {
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
  },
  storageField(from('s3')),
  {
    displayName: 'Input Bucket',
    name: INPUT.bucket,
    type: 'string',
    default: '',
    placeholder: 'e.g. my-media',
    displayOptions: from('s3'),
    description:
      'Name of the bucket that the file is in. Not needed when the key is an address such as s3://bucket/key.',
  },
  {
    displayName: 'Input Key',
    name: INPUT.key,
    type: 'string',
    default: '',
    required: true,
    placeholder: 'e.g. uploads/clip.mov',
    displayOptions: from('s3'),
    description: 'Key of the file in the bucket, as it is, or an address such as s3://bucket/key',
  },
  ...more.flatMap(({ fields }) => fields),
];

/** n8n's own credentials for servers of inputs. */
export const loginCredentials = ['httpBasicAuth', 'httpHeaderAuth'].map((name) => ({
  name,
  required: true,
  displayOptions: { show: { [INPUT.authentication]: [name] } },
}));
