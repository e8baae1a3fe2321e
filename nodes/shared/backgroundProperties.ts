import type { INodeProperties } from 'n8n-workflow';
import { LONGEST_TIME_LIMIT, MOST_PRIORITY } from '../../src/pipeline/request/orderLimits';

/** Where a property is of use: in jobs that the node waits for, or in those that go on in the background. */
export const whenWaited = { waitForCompletion: [true] };
const inBackground = { show: { '/backend': ['local'], '/waitForCompletion': [false] } };
const atHosted = { show: { '/backend': ['ittybit'] } };

/** Whether the node waits. */
export const waitProperties: INodeProperties[] = [
  {
    displayName: 'Wait for Completion',
    name: 'waitForCompletion',
    type: 'boolean',
    noDataExpression: true,
    default: true,
    description:
      'Whether the workflow waits here until the job has ended, and goes on with its result. If off, it goes on at once with the queued job, which outlives a restart of n8n: a Webhook Trigger is told of its end, or a Wait for Job node collects its result.',
  },
];

const keyInBackground: INodeProperties = {
  displayName: 'Idempotency Key',
  name: 'idempotencyKey',
  type: 'string',
  default: '',
  placeholder: 'e.g. order-1042',
  displayOptions: inBackground,
  description:
    'The same key and request answer the job that was created first instead of another one. Unset: made of the execution, node, run, item and request, so that Retry On Fail creates no second job and a loop creates one each time.',
};

const priorityInBackground: INodeProperties = {
  displayName: 'Priority',
  name: 'priority',
  type: 'number',
  typeOptions: { minValue: -MOST_PRIORITY, maxValue: MOST_PRIORITY, numberPrecision: 0 },
  default: 0,
  displayOptions: inBackground,
  description: 'Jobs of a higher priority run first; those of the same one in the order in which they were created',
};

const webhookInBackground: INodeProperties = {
  displayName: 'Webhook URL',
  name: 'webhookUrl',
  type: 'string',
  default: '',
  placeholder: 'e.g. https://example.com/hooks/jobs',
  displayOptions: inBackground,
  description:
    'Address that the ended job is posted to, signed after Standard Webhooks. A Webhook Trigger node shows one. Addresses inside private networks are refused unless MEDIA_JOBS_ALLOW_HOSTS names the host.',
};

/** What is said of a job that goes on in the background on this machine, whatever it makes. */
export const backgroundOptions: INodeProperties[] = [keyInBackground, priorityInBackground, webhookInBackground];

/** How a job is run, whatever it is. */
export const jobProperties: INodeProperties[] = [
  {
    displayName: 'Job Options',
    name: 'jobOptions',
    type: 'collection',
    placeholder: 'Add job option',
    default: {},
    options: [
      {
        displayName: 'Extra Options (JSON)',
        name: 'extraOptions',
        type: 'json',
        default: '{}',
        displayOptions: atHosted,
        description:
          'Options that the API knows and this form does not, as a JSON object. They are sent as they are, and count more than those of the form.',
      },
      {
        displayName: 'Idempotency Key',
        name: 'idempotencyKey',
        type: 'string',
        default: '',
        placeholder: 'e.g. order-1042',
        displayOptions: atHosted,
        description:
          'For 24 hours the same key answers the job that was created first instead of another one. Unset: made of this n8n, the execution, node, run, item and request, so that Retry On Fail creates no second job and a loop creates one each time.',
      },
      keyInBackground,
      priorityInBackground,
      {
        displayName: 'Time Limit (Minutes)',
        name: 'timeLimit',
        type: 'number',
        typeOptions: { minValue: 0.1, maxValue: LONGEST_TIME_LIMIT / 60, numberPrecision: 1 },
        default: 60,
        displayOptions: { show: { '/backend': ['local'] } },
        description:
          'How long the job may run before it is ended as failed. The time that it waits for others does not count.',
      },
      {
        displayName: 'Time Limit (Minutes)',
        name: 'timeLimit',
        type: 'number',
        typeOptions: { minValue: 0.1, maxValue: 8_640, numberPrecision: 1 },
        default: 60,
        displayOptions: { show: { '/backend': ['ittybit'], '/waitForCompletion': [true] } },
        description:
          'How long to wait for the job. Then the item fails; the job is cancelled if the server can do that, which the hosted API cannot.',
      },
      {
        displayName: 'Webhook URL',
        name: 'webhookUrl',
        type: 'string',
        default: '',
        placeholder: 'e.g. https://example.com/hooks/jobs',
        displayOptions: atHosted,
        description: 'Address that the API posts the ended job to. A Webhook Trigger node shows one.',
      },
      webhookInBackground,
    ],
  },
];
