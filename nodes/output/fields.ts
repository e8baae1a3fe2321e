import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';
import { OUTPUT } from '../names';
import { SIMPLIFIED_FIELDS } from './simplifiedJob';

/** Where a file goes in the item. @param displayOptions when there will be one */
export const outputFileField = (displayOptions?: IDisplayOptions): INodeProperties => ({
  displayName: 'Put Output File in Field',
  name: OUTPUT.field,
  type: 'string',
  default: 'data',
  required: true,
  ...(displayOptions && { displayOptions }),
  hint: 'The name of the output binary field to put the file in',
});

/** What a file is called in the item. @param displayOptions when there will be one */
export const outputNameField = (displayOptions?: IDisplayOptions): INodeProperties => ({
  displayName: 'Output File Name',
  name: OUTPUT.file,
  type: 'string',
  default: '',
  placeholder: 'e.g. {{ $json.title }}',
  ...(displayOptions && { displayOptions }),
  description:
    'What the file is called; its extension is added. Several files of one job are numbered; those of an HLS stream or of thumbnails keep their names, and the name is that of their ZIP. Unset: as the input.',
});

/** How the many files of a set go on. @param displayOptions when one is made */
export const outputSetField = (displayOptions?: IDisplayOptions): INodeProperties => ({
  displayName: 'Output Files',
  name: OUTPUT.set,
  type: 'options',
  noDataExpression: true,
  options: [
    {
      name: 'One Item per File',
      value: 'files',
      description:
        'Each file as an item of its own, first the one that leads to the others, such as a master playlist; each names its place in file.path',
    },
    { name: 'ZIP', value: 'zip', description: 'All files in one ZIP file' },
  ],
  default: 'files',
  ...(displayOptions && { displayOptions }),
  description: 'How the many files of an HLS stream, or of thumbnails, are handed on',
});

/** What a job has besides what people branch on. */
const OTHER_FIELDS = [
  'input',
  'inputs',
  'options',
  'metadata',
  'tasks',
  'error',
  'created_at',
  'started_at',
  'finished_at',
  'updated_at',
];

/** How much of a job stands in an item. */
export const shownFields: INodeProperties[] = [
  {
    displayName: 'Output',
    name: OUTPUT.shown,
    type: 'options',
    noDataExpression: true,
    options: [
      { name: 'Full Job', value: 'full', description: 'The job with its tasks, options, metadata and times' },
      { name: 'Selected Fields', value: 'selected', description: 'Those fields of the job that you choose' },
      {
        name: 'Simplified',
        value: 'simplified',
        description: `What people branch on: ${SIMPLIFIED_FIELDS.join(', ')}`,
      },
    ],
    default: 'simplified',
    description: 'How much of the job stands in the item',
  },
  {
    displayName: 'Fields',
    name: OUTPUT.shownFields,
    type: 'multiOptions',
    options: [...SIMPLIFIED_FIELDS, ...OTHER_FIELDS]
      .map((value) => ({ name: nameOf(value), value }))
      .sort((a, b) => a.name.localeCompare(b.name, 'en')),
    default: ['id', 'status', 'output'],
    displayOptions: { show: { [OUTPUT.shown]: ['selected'] } },
    description: 'Fields of the job that stand in the item',
  },
];

/** In Title Case, as n8n has them. */
function nameOf(field: string): string {
  return field
    .split('_')
    .map((word) => (word === 'id' ? 'ID' : word.charAt(0).toUpperCase() + word.slice(1)))
    .join(' ');
}
