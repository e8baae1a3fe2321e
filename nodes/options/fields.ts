import type { INodeProperties } from 'n8n-workflow';
import { METADATA } from '../names';
import { keyValuePairs } from './keyValuePairs';

/** What a user attaches to a job; it is echoed in every job object. */
export const metadataFields: INodeProperties[] = [
  {
    displayName: 'Specify Metadata',
    name: METADATA.specified,
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
    name: METADATA.pairs,
    ...keyValuePairs,
    placeholder: 'Add metadata',
    displayOptions: { show: { [METADATA.specified]: ['fields'] } },
  },
  {
    displayName: 'Metadata (JSON)',
    name: METADATA.json,
    type: 'json',
    default: '{}',
    displayOptions: { show: { [METADATA.specified]: ['json'] } },
    description: 'Any JSON object',
  },
];
