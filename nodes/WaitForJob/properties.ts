import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';
import { ALL_BACKENDS } from '../../src/backends';
import { backendField } from '../hosted/fields';
import { itemFields } from '../items/fields';
import { RUN, WAIT } from '../names';
import { outputFileField, outputNameField, outputSetField, shownFields } from '../output/fields';
import { choices, STAGED } from '../places';
import { STORAGES } from '../../src/pipeline/storage/storages';
import { optionalStorageField } from '../storage/fields';
import { duringIn, listFields, operationField } from './operationFields';

const jobFields = (version: number): INodeProperties[] => [
  backendField({
    displayName: 'Jobs Run On',
    choices: choices(ALL_BACKENDS, 'wait'),
    description: 'Where the jobs are run: what "Run On" of the node says that created them',
  }),
  operationField(version),
  {
    displayName: 'Job ID',
    name: WAIT.job,
    type: 'string',
    default: '={{ $json.job.id }}',
    required: true,
    placeholder: 'e.g. job_6epMGAkRGT873ZcgTFPw',
    displayOptions: duringIn(version)('wait', 'once', 'cancel', 'retry'),
    description:
      'The job of each item: as a rule the one that a Create Job node with "Wait for Completion" off has put there',
  },
];

const limitFields = (whileWaiting: IDisplayOptions): INodeProperties[] => [
  {
    displayName: 'Time Limit',
    name: WAIT.limit,
    type: 'number',
    typeOptions: { minValue: 0, numberPrecision: 2 },
    default: 24,
    displayOptions: whileWaiting,
    description: 'How long to wait at most',
  },
  {
    displayName: 'Time Limit Unit',
    name: WAIT.unit,
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
    name: WAIT.onLimit,
    type: 'options',
    noDataExpression: true,
    options: [
      {
        name: 'Cancel the Jobs',
        value: 'cancel',
        description:
          'End the jobs that are still running, each as an error of its item. So they are, too, when the execution is stopped while the node waits.',
      },
      {
        name: 'Continue',
        value: 'continue',
        description: 'Go on with those jobs as they are; they run on in the background',
      },
      {
        name: 'Error',
        value: 'error',
        description: 'An error for each item whose job has not ended; the jobs run on in the background',
      },
    ],
    default: 'error',
    displayOptions: whileWaiting,
    description: 'What to do with jobs that have not ended by then',
  },
];

/** What has been put into a bucket for an API that fetches its inputs from addresses. */
const stagedFields = (passedThrough: IDisplayOptions): INodeProperties[] => [
  optionalStorageField(STORAGES.s3, {
    displayName: 'Delete Passed File From',
    none: 'For inputs that had a URL',
    displayOptions: passedThrough,
    description:
      'Storage that "Pass File Through" of the Create Job node names. A file that was passed through it is deleted when its job has ended.',
  }),
  {
    displayName: 'Passed File',
    name: RUN.stagedInput,
    type: 'json',
    default: '={{ $json.job.staged_input }}',
    displayOptions: passedThrough,
    description:
      'Bucket and key of the file, as the Create Job node has put them there. Only what that node has put into a bucket is ever deleted.',
  },
];

/** The form of a version of the node, from top to bottom. */
export function propertiesOf(version: number): INodeProperties[] {
  const during = duringIn(version);
  // Only what has ended has a result.
  const withResults = during('wait', 'once');
  return [
    ...jobFields(version),
    ...limitFields(during('wait')),
    ...(version < 2 ? [] : listFields(version)),
    ...stagedFields({ show: { [RUN.backend]: STAGED, ...during('wait', 'once', 'cancel').show } }),
    outputFileField(withResults),
    outputNameField(withResults),
    outputSetField(withResults),
    ...shownFields,
    ...itemFields({ atOnce: false }),
  ];
}
