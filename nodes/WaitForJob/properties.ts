import type { INodeProperties } from 'n8n-workflow';
import { hlsOutput, keptProperties, outputProperties } from '../shared/jobProperties';

const whileWaiting = { show: { mode: ['wait'] } };

const jobProperties: INodeProperties[] = [
  {
    displayName: 'Mode',
    name: 'mode',
    type: 'options',
    noDataExpression: true,
    options: [
      { name: 'Wait Until Ended', value: 'wait', description: 'Hold the workflow until all jobs have ended. Meanwhile it takes up no worker and outlives a restart of n8n.' },
      { name: 'Check Once', value: 'once', description: 'Go on at once with the jobs as they are now' },
    ],
    default: 'wait',
    description: 'Whether to wait for the jobs',
  },
  {
    displayName: 'Job ID',
    name: 'jobId',
    type: 'string',
    default: '={{ $json.job.id }}',
    required: true,
    placeholder: 'e.g. job_6epMGAkRGT873ZcgTFPw',
    description: 'The job of each item: as a rule the one that a Create Job node with "Wait for Completion" off has put there',
  },
];

const limitProperties: INodeProperties[] = [
  {
    displayName: 'Time Limit',
    name: 'limitAmount',
    type: 'number',
    typeOptions: { minValue: 0, numberPrecision: 2 },
    default: 24,
    displayOptions: whileWaiting,
    description: 'How long to wait at most',
  },
  {
    displayName: 'Time Limit Unit',
    name: 'limitUnit',
    type: 'options',
    noDataExpression: true,
    options: [
      { name: 'Days', value: 'days' },
      { name: 'Hours', value: 'hours' },
      { name: 'Minutes', value: 'minutes' },
      { name: 'Seconds', value: 'seconds' },
    ],
    default: 'hours',
    displayOptions: whileWaiting,
    description: 'What the time limit counts',
  },
  {
    displayName: 'On Time Limit',
    name: 'onLimit',
    type: 'options',
    noDataExpression: true,
    options: [
      { name: 'Cancel the Jobs', value: 'cancel', description: 'End the jobs that are still running, each as an error of its item. So they are, too, when the execution is stopped while the node waits.' },
      { name: 'Continue', value: 'continue', description: 'Go on with those jobs as they are; they run on in the background' },
      { name: 'Error', value: 'error', description: 'An error for each item whose job has not ended; the jobs run on in the background' },
    ],
    default: 'error',
    displayOptions: whileWaiting,
    description: 'What to do with jobs that have not ended by then',
  },
];

/** The node's form, from top to bottom. */
export const properties: INodeProperties[] = [...jobProperties, ...limitProperties, ...outputProperties, hlsOutput, ...keptProperties];
