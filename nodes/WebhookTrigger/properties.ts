import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { DEFAULT_BACKEND } from '../../src/backends';
import { KIND_NAMES, KINDS } from '../../src/pipeline/kinds';
import { SENDERS } from '../../src/webhooks/sources';
import { keyValuePairs } from '../options/keyValuePairs';

const source: INodeProperties = {
  displayName: 'Source',
  name: 'source',
  type: 'options',
  noDataExpression: true,
  options: SENDERS.map(({ label, name, described }) => ({ name: label, value: name, description: described })).sort(
    (a, b) => a.name.localeCompare(b.name, 'en'),
  ),
  default: DEFAULT_BACKEND,
  description: 'Who sends the webhooks',
};

const WHERE =
  'The address is above, under <b>Webhook URLs</b>: the test one works while this panel listens, the production one while the workflow is published.';

/** What to do with the address, beside it. */
const notices = SENDERS.map(({ name, notice }): INodeProperties => ({
  displayName: `${WHERE} ${notice}`,
  name: `${name}Notice`,
  type: 'notice',
  default: '',
  displayOptions: { show: { source: [name] } },
}));

const events: INodeProperties = {
  displayName: 'Events',
  name: 'events',
  type: 'multiOptions',
  options: [
    { name: 'Job Cancelled', value: 'job.cancelled' },
    { name: 'Job Failed', value: 'job.failed' },
    { name: 'Job Progress', value: 'job.progress' },
    { name: 'Job Queued', value: 'job.queued' },
    { name: 'Job Started', value: 'job.started' },
    { name: 'Job Succeeded', value: 'job.succeeded' },
    { name: 'Task Failed (Ittybit)', value: 'task.failed' },
    { name: 'Task Succeeded (Ittybit)', value: 'task.succeeded' },
  ],
  default: ['job.succeeded', 'job.failed', 'job.cancelled'],
  description: 'Which events start the workflow. None chosen: all do. The others are answered and otherwise ignored.',
};

const kinds: INodePropertyOptions[] = KIND_NAMES.map((value) => ({ name: KINDS[value].label, value }));

const filters: INodeProperties = {
  displayName: 'Filters',
  name: 'filters',
  type: 'collection',
  placeholder: 'Add filter',
  default: {},
  options: [
    {
      displayName: 'Kinds',
      name: 'kinds',
      type: 'multiOptions',
      options: kinds.sort((a, b) => a.name.localeCompare(b.name, 'en')),
      default: [],
      description: 'Only jobs of these kinds start the workflow',
    },
    {
      displayName: 'Metadata',
      name: 'metadata',
      ...keyValuePairs,
      placeholder: 'Add metadata',
      description: 'Only jobs that carry all of these start the workflow',
    },
    {
      displayName: 'Statuses',
      name: 'statuses',
      type: 'multiOptions',
      options: [
        { name: 'Cancelled', value: 'cancelled' },
        { name: 'Failed', value: 'failed' },
        { name: 'Processing', value: 'processing' },
        { name: 'Queued', value: 'queued' },
        { name: 'Succeeded', value: 'succeeded' },
      ],
      default: [],
      description: 'Only jobs with one of these statuses start the workflow',
    },
  ],
};

/** The node's form, from top to bottom. */
export const properties: INodeProperties[] = [source, ...notices, events, filters];
