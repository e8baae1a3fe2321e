import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { swiftia } from '../../src/backends/swiftia/backend';
import { runOptionsField, waitField } from '../background/fields';
import { backendField, stagingFields } from '../hosted/fields';
import { inputFields, loginCredentials } from '../input/fields';
import { itemFields } from '../items/fields';
import { atRoot, INPUT, OUTPUT, RUN, RUN_OPTIONS, SHORTS } from '../names';
import { metadataFields } from '../options/fields';
import { destinationFields } from '../output/destinationFields';
import { outputFileField, outputNameField, shownFields } from '../output/fields';
import { choices, credentialsOf, HERE, SHORTS_PLACES } from '../places';
import { storageChoices, storageCredentials } from '../storage/fields';
import { fieldSince } from '../versions';
import { shortsOptions } from './generated/options';
import { costFields, renderField } from './renderFields';

const atSwiftia = { show: { [RUN.backend]: [swiftia.name] } };

const YOUTUBE: INodePropertyOptions = {
  name: 'YouTube',
  value: 'youtube',
  description: 'A video at YouTube, which Swiftia fetches from there; only for shorts made by Swiftia',
};

const youtubeField: INodeProperties = {
  displayName: 'YouTube Video',
  name: INPUT.youtube,
  type: 'string',
  default: '',
  required: true,
  placeholder: 'e.g. https://www.youtube.com/watch?v=dQw4w9WgXcQ',
  displayOptions: { show: { [INPUT.source]: ['youtube'] } },
  description: 'Address or ID of the video',
};

const shortsFields: INodeProperties[] = [
  {
    displayName: 'Name',
    name: SHORTS.job,
    type: 'string',
    default: '',
    placeholder: 'e.g. Talk of May',
    displayOptions: atSwiftia,
    description: 'How the job is called at Swiftia',
  },
  {
    displayName: 'Shorts',
    name: SHORTS.defined,
    type: 'options',
    noDataExpression: true,
    options: [
      {
        name: 'Found Automatically',
        value: 'auto',
        description: 'The best parts of the video, 90 seconds each at most',
      },
      { name: 'Using Fields Below', value: 'fields', description: 'Parts that you choose, 300 seconds each at most' },
      { name: 'Using JSON', value: 'json', description: 'The same, from earlier nodes' },
    ],
    default: 'auto',
    description: 'Which parts of the video become shorts',
  },
  {
    displayName: 'Predefined Shorts',
    name: SHORTS.fields,
    type: 'fixedCollection',
    typeOptions: { multipleValues: true, sortable: true },
    placeholder: 'Add short',
    default: {},
    displayOptions: { show: { [SHORTS.defined]: ['fields'] } },
    options: [
      {
        displayName: 'Values',
        name: 'values',
        values: [
          { displayName: 'Title', name: 'title', type: 'string', default: '', required: true },
          {
            displayName: 'Start (Seconds)',
            name: 'start',
            type: 'number',
            typeOptions: { minValue: 0, numberPrecision: 3 },
            default: 0,
          },
          {
            displayName: 'End (Seconds)',
            name: 'end',
            type: 'number',
            typeOptions: { minValue: 0, numberPrecision: 3 },
            default: 60,
          },
        ],
      },
    ],
    description: 'The parts of the video, in seconds from its beginning',
  },
  {
    displayName: 'Predefined Shorts (JSON)',
    name: SHORTS.json,
    type: 'json',
    default: '[\n  { "title": "The best part", "start": 62.5, "end": 118 }\n]',
    displayOptions: { show: { [SHORTS.defined]: ['json'] } },
    description: 'A list of objects with title, start and end, in seconds from the beginning of the video',
  },
];

const STORED_OR_FILES: [INodePropertyOptions, ...INodePropertyOptions[]] = [
  {
    name: 'Binary Files',
    value: 'binary',
    description: 'A file in the item of each short',
  },
  ...storageChoices(({ form }) => `${form.described.several}; each item names its short’s`),
];

const clipFields: INodeProperties[] = [
  {
    displayName: 'Shorts As',
    name: OUTPUT.clips,
    type: 'options',
    noDataExpression: true,
    options: [
      { name: 'Files', value: 'binary', description: 'Each short is fetched and put into its item' },
      { name: 'URLs', value: 'url', description: 'The items say where the shorts lie' },
    ],
    default: 'binary',
    displayOptions: { show: { [RUN.backend]: [swiftia.name], [RUN.waits]: [true] } },
    description: 'What the items hold',
  },
  ...[
    { [RUN.backend]: HERE, [RUN.waits]: [true], [OUTPUT.place]: ['binary'] },
    { [RUN.backend]: [swiftia.name], [RUN.waits]: [true], [OUTPUT.clips]: ['binary'] },
  ].flatMap((show) => [outputFileField({ show }), outputNameField({ show })]),
];

const ownRunOptions: INodeProperties[] = [
  {
    displayName: 'Idempotency Key',
    name: RUN_OPTIONS.key,
    type: 'string',
    default: '',
    placeholder: 'e.g. talk-1042',
    displayOptions: { show: { [atRoot(RUN.backend)]: [swiftia.name] } },
    description:
      'The same key and request answer the job that was created first, for as long as that is kept (7 days, or MEDIA_JOBS_KEEP_JOBS_DAYS). Unset: made of the execution, node, run, item and request, so that Retry On Fail pays for nothing twice.',
  },
  {
    displayName: 'Time Limit (Minutes)',
    name: RUN_OPTIONS.timeLimit,
    type: 'number',
    typeOptions: { minValue: 0.1, maxValue: 8_640, numberPrecision: 1 },
    default: 60,
    description:
      'How long the job may take. Then the item fails, and work on this machine is ended; at Swiftia, which documents no way to cancel a job, it goes on.',
  },
  {
    displayName: 'Webhook URL',
    name: RUN_OPTIONS.webhook,
    type: 'string',
    default: '',
    placeholder: 'e.g. https://n8n.example.com/webhook/…',
    displayOptions: { show: { [atRoot(RUN.backend)]: [swiftia.name] } },
    description:
      'Address that Swiftia posts to when it has found the shorts. A Webhook Trigger node shows one; the secret of the credential "Media Webhook Secret", if one is chosen, is put behind it.',
  },
];

/** The credentials of the node. */
export const credentials = [
  ...credentialsOf(SHORTS_PLACES),
  { name: 'mediaWebhookSecretApi', required: false, displayOptions: atSwiftia },
  ...storageCredentials,
  ...loginCredentials,
];

/** The node's form, from top to bottom. */
export const properties: INodeProperties[] = [
  backendField({
    displayName: 'Run On',
    choices: choices(SHORTS_PLACES, 'create'),
    description: 'Where the shorts are made',
  }),
  ...inputFields({
    description: 'Where the long video comes from',
    more: [{ source: YOUTUBE, fields: [youtubeField] }],
  }),
  ...stagingFields,
  ...shortsFields,
  waitField(
    'Whether the workflow waits here for the shorts. If off, it goes on as soon as the job is created, and a Wait for Job node collects them. At Swiftia it is that node, with the same credential, that has them rendered.',
  ),
  ...destinationFields({
    description: 'Where the shorts go',
    places: STORED_OR_FILES,
    before: 'A file in the item of each short; of a job in the background, once Wait for Job collects them',
    kept: {
      name: 'Keep for Wait for Job',
      description: 'Until a Wait for Job node collects them',
    },
    key: {
      placeholder: 'e.g. shorts/talk',
      description: 'Folder of the bucket for the shorts and what lies beside them. Empty: the bucket itself.',
    },
  }),
  ...clipFields,
  ...shortsOptions,
  renderField,
  ...costFields,
  ...metadataFields,
  runOptionsField(ownRunOptions),
  ...shownFields.map((field) => fieldSince(2, field)),
  ...itemFields({ atOnce: false }),
];
