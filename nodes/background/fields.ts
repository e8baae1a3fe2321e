import type { INodeProperties } from 'n8n-workflow';
import { MOST_PRIORITY } from '../../src/pipeline/request/orderLimits';
import { atRoot, RUN, RUN_OPTIONS } from '../names';
import { HERE } from '../places';

const inBackground = { show: { [atRoot(RUN.backend)]: HERE, [atRoot(RUN.waits)]: [false] } };

/** Where a field is of use: in jobs that the node waits for. */
export const whenWaited = { [RUN.waits]: [true] };

/** Whether the node waits. */
export const waitField = (description: string): INodeProperties => ({
  displayName: 'Wait for Completion',
  name: RUN.waits,
  type: 'boolean',
  noDataExpression: true,
  default: true,
  description,
});

const keyInBackground: INodeProperties = {
  displayName: 'Idempotency Key',
  name: RUN_OPTIONS.key,
  type: 'string',
  default: '',
  placeholder: 'e.g. order-1042',
  displayOptions: inBackground,
  description:
    'The same key and request answer the job that was created first instead of another one. Unset: made of the execution, node, run, item and request, so that Retry On Fail creates no second job and a loop creates one each time.',
};

const priorityInBackground: INodeProperties = {
  displayName: 'Priority',
  name: RUN_OPTIONS.priority,
  type: 'number',
  typeOptions: { minValue: -MOST_PRIORITY, maxValue: MOST_PRIORITY, numberPrecision: 0 },
  default: 0,
  displayOptions: inBackground,
  description: 'Jobs of a higher priority run first; those of the same one in the order in which they were created',
};

const webhookInBackground: INodeProperties = {
  displayName: 'Webhook URL',
  name: RUN_OPTIONS.webhook,
  type: 'string',
  default: '',
  placeholder: 'e.g. https://example.com/hooks/jobs',
  displayOptions: inBackground,
  description:
    'Address that the ended job is posted to, signed after Standard Webhooks. A Webhook Trigger node shows one. Addresses inside private networks are refused unless MEDIA_JOBS_ALLOW_HOSTS names the host.',
};

/** What is said of a job that goes on in the background on this machine, whatever it makes. */
const backgroundOptions: readonly INodeProperties[] = [keyInBackground, priorityInBackground, webhookInBackground];

/** How a job is run. @param own what the node says besides of jobs elsewhere, and of how long one may take */
export const runOptionsField = (own: readonly INodeProperties[]): INodeProperties => ({
  displayName: 'Job Options',
  name: RUN.options,
  type: 'collection',
  placeholder: 'Add job option',
  default: {},
  options: [...own, ...backgroundOptions].sort((a, b) => a.displayName.localeCompare(b.displayName, 'en')),
});
