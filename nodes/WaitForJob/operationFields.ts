import type { INodeProperties } from 'n8n-workflow';
import { MOST_LISTED } from '../../src/backends/jobFilter';
import { JOB_STATUSES } from '../../src/pipeline/job/status';
import { KIND_NAMES, KINDS } from '../../src/pipeline/kinds';
import { WAIT } from '../names';

/** What the node does with jobs: `once` looks at them as they are. */
export type Operation = 'wait' | 'once' | 'list' | 'cancel' | 'retry';

/** The parameter that names what is done. */
export const operationName = (version: number): string => (version < 2.1 ? WAIT.mode : WAIT.operation);

/** Where a field of a version's form is shown: during these operations. */
export const duringIn =
  (version: number) =>
  (...operations: Operation[]) => ({ show: { [operationName(version)]: operations } });

/** `brief` is what stands under the node. */
export const OPERATIONS: Record<Operation, { name: string; action: string; brief: string; description: string }> = {
  cancel: {
    name: 'Cancel',
    action: 'Cancel a job',
    brief: 'cancel',
    description: 'End jobs that have not ended, and go on with them as they are then',
  },
  once: {
    name: 'Check Once',
    action: 'Check a job once',
    brief: 'check once',
    description: 'Go on at once with the jobs as they are now',
  },
  list: {
    name: 'List',
    action: 'List jobs',
    brief: 'list',
    description: 'Go on with an item for each job that there is, the newest first',
  },
  retry: {
    name: 'Retry',
    action: 'Retry a job',
    brief: 'retry',
    description: 'Begin failed or cancelled jobs of this n8n anew, and go on with them queued',
  },
  wait: {
    name: 'Wait',
    action: 'Wait for a job',
    brief: 'until it has ended',
    description:
      'Hold the workflow until all jobs have ended. Meanwhile it takes up no worker and outlives a restart of n8n.',
  },
};

const briefs = Object.fromEntries(Object.entries(OPERATIONS).map(([name, { brief }]) => [name, brief]));

/** What stands under the node. */
export const subtitleOf = (version: number): string =>
  `={{ (${JSON.stringify(briefs)})[$parameter["${operationName(version)}"]] }}`;

const modeBefore: INodeProperties = {
  displayName: 'Mode',
  name: WAIT.mode,
  type: 'options',
  noDataExpression: true,
  options: [
    { name: 'Wait Until Ended', value: 'wait', description: OPERATIONS.wait.description },
    { name: 'Check Once', value: 'once', description: OPERATIONS.once.description },
  ],
  default: 'wait',
  description: 'Whether to wait for the jobs',
};

/** What the node does. n8n lists actions of parameters that are called `operation` alone. */
export const operationField = (version: number): INodeProperties =>
  version < 2
    ? modeBefore
    : {
        ...modeBefore,
        displayName: 'Operation',
        name: operationName(version),
        options: Object.entries(OPERATIONS).map(([value, { name, action, description }]) => ({
          name,
          value,
          action,
          description,
        })),
        description: 'What to do with the jobs',
      };

/** Which jobs are listed. */
export const listFields = (version: number): INodeProperties[] => [
  {
    displayName: 'Limit',
    name: WAIT.listed,
    type: 'number',
    typeOptions: { minValue: 1, maxValue: MOST_LISTED, numberPrecision: 0 },
    default: 50,
    displayOptions: duringIn(version)('list'),
    description: 'Max number of results to return',
  },
  {
    displayName: 'Filters',
    name: WAIT.filters,
    type: 'collection',
    placeholder: 'Add filter',
    default: {},
    displayOptions: duringIn(version)('list'),
    options: [
      {
        displayName: 'Kind',
        name: 'kind',
        type: 'options',
        options: KIND_NAMES.map((value) => ({ name: KINDS[value].label, value })).sort((a, b) =>
          a.name.localeCompare(b.name, 'en'),
        ),
        default: 'video',
        description: 'Only jobs that make this',
      },
      {
        displayName: 'Status',
        name: 'status',
        type: 'options',
        options: [...JOB_STATUSES]
          .sort()
          .map((value) => ({ name: value.charAt(0).toUpperCase() + value.slice(1), value })),
        default: 'failed',
        description: 'Only jobs with this status',
      },
    ],
  },
];
