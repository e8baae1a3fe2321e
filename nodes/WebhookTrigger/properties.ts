import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { KIND_NAMES, KINDS } from '../../src/pipeline/kinds';
import { keyValuePairs } from '../options/keyValuePairs';

const source: INodeProperties = {
  displayName: 'Source',
  name: 'source',
  type: 'options',
  noDataExpression: true,
  options: [
    { name: 'Ittybit', value: 'ittybit', description: 'Jobs of the Ittybit API' },
    { name: 'Standard Webhooks', value: 'standard', description: 'Jobs of this package on another machine' },
    { name: 'Swiftia', value: 'swiftia', description: 'Jobs of the Swiftia API' },
    { name: 'This N8n', value: 'local', description: 'Jobs that run on this n8n' },
  ],
  default: 'local',
  description: 'Who sends the webhooks',
};

const WHERE =
  'The address is above, under <b>Webhook URLs</b>: the test one works while this panel listens, the production one while the workflow is published.';

/** What to do with the address, beside it. */
const notices: INodeProperties[] = [
  notice(
    'local',
    `${WHERE} Give it to <b>Create Job</b> as webhook URL. Nothing else is to be set: the secret that signs the webhooks is known here.`,
  ),
  notice(
    'standard',
    `${WHERE} Give it to the other machine as the webhook URL of its jobs, and its signing secret (whsec_…) to the credential.`,
  ),
  notice(
    'ittybit',
    `${WHERE} Give it to Ittybit as <code>webhook_url</code> of a job or in its dashboard, and the signing secret from there to the credential. With an Ittybit API credential each webhook is also confirmed by asking the API.`,
  ),
  notice(
    'swiftia',
    `${WHERE} Swiftia does not sign: append <code>?token=</code> and the secret of the credential to the address, so that it ends like <code>…/media-jobs?token=SECRET</code>, and give that to Swiftia. Each webhook is confirmed by asking the API.`,
  ),
];

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

function notice(of: string, displayName: string): INodeProperties {
  return { displayName, name: `${of}Notice`, type: 'notice', default: '', displayOptions: { show: { source: [of] } } };
}

/** The node's form, from top to bottom. */
export const properties: INodeProperties[] = [source, ...notices, events, filters];
