import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { PRESETS } from '../../src/backends/swiftia/renderOrder';
import { stagingProperties } from '../shared/backendProperties';
import { backgroundOptions } from '../shared/backgroundProperties';
import { destinationProperties } from '../shared/destinationProperties';
import {
  inputProperties,
  keptProperties,
  loginCredentials,
  metadataProperties,
  outputProperties,
} from '../shared/jobProperties';
import { storageCredentials } from '../shared/storageProperties';
import { SHORTS_BACKENDS } from './backends';
import { shortsOptions } from './generated/options';

const atSwiftia = { show: { backend: ['swiftia'] } };

const backendProperty: INodeProperties = {
  displayName: 'Run On',
  name: 'backend',
  type: 'options',
  noDataExpression: true,
  options: SHORTS_BACKENDS.map(({ name, value, description = '' }) => ({ name, value, description })).sort((a, b) =>
    a.name.localeCompare(b.name, 'en'),
  ),
  default: 'local',
  description: 'Where the shorts are made',
};

const YOUTUBE: INodePropertyOptions = {
  name: 'YouTube',
  value: 'youtube',
  description: 'A video at YouTube, which Swiftia fetches from there; only for shorts made by Swiftia',
};

/** As for a conversion, and YouTube besides. */
const sourceProperties: INodeProperties[] = [
  ...inputProperties.map((property): INodeProperties =>
    property.name === 'inputSource'
      ? {
          ...property,
          options: [...((property.options ?? []) as INodePropertyOptions[]), YOUTUBE],
          description: 'Where the long video comes from',
        }
      : property,
  ),
  {
    displayName: 'YouTube Video',
    name: 'youtubeVideo',
    type: 'string',
    default: '',
    required: true,
    placeholder: 'e.g. https://www.youtube.com/watch?v=dQw4w9WgXcQ',
    displayOptions: { show: { inputSource: ['youtube'] } },
    description: 'Address or ID of the video',
  },
];

const shortsProperties: INodeProperties[] = [
  {
    displayName: 'Name',
    name: 'jobName',
    type: 'string',
    default: '',
    placeholder: 'e.g. Talk of May',
    displayOptions: atSwiftia,
    description: 'How the job is called at Swiftia',
  },
  {
    displayName: 'Shorts',
    name: 'defineShorts',
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
    name: 'predefinedShorts',
    type: 'fixedCollection',
    typeOptions: { multipleValues: true, sortable: true },
    placeholder: 'Add short',
    default: {},
    displayOptions: { show: { defineShorts: ['fields'] } },
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
    name: 'predefinedShortsJson',
    type: 'json',
    default: '[\n  { "title": "The best part", "start": 62.5, "end": 118 }\n]',
    displayOptions: { show: { defineShorts: ['json'] } },
    description: 'A list of objects with title, start and end, in seconds from the beginning of the video',
  },
];

const renderProperties: INodeProperties = {
  displayName: 'Render Options',
  name: 'renderOptions',
  type: 'collection',
  placeholder: 'Add render option',
  default: {},
  displayOptions: atSwiftia,
  options: [
    {
      displayName: 'Brand Preset Name or ID',
      name: 'brandPresetId',
      type: 'options',
      typeOptions: { loadOptionsMethod: 'getBrandPresets' },
      default: '',
      description:
        'A look that your organisation has made at Swiftia; it counts more than the preset. Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
    },
    {
      displayName: 'Face Padding',
      name: 'facePaddingFactor',
      type: 'number',
      typeOptions: { numberPrecision: 2 },
      default: 0.3,
      description: 'How much room the camera leaves around a face, as a factor',
    },
    {
      displayName: 'Height',
      name: 'height',
      type: 'number',
      typeOptions: { minValue: 1, numberPrecision: 0 },
      default: 1920,
      description: 'Of the short, in pixels; goes with the width',
    },
    {
      displayName: 'Max Speakers to Focus',
      name: 'maxSpeakersToFocus',
      type: 'number',
      typeOptions: { minValue: 1, numberPrecision: 0 },
      default: 1,
      description: 'How many speakers the picture follows at most',
    },
    {
      displayName: 'Max Words per Page',
      name: 'maxWordsInPage',
      type: 'number',
      typeOptions: { minValue: 1, numberPrecision: 0 },
      default: 4,
      description: 'How many words of the captions are shown at once',
    },
    {
      displayName: 'Preset',
      name: 'preset',
      type: 'options',
      options: [...PRESETS].sort().map((value) => ({ name: value, value })),
      default: 'DEFAULT',
      description: 'The look of captions and picture. Unset: what the organisation has set at Swiftia.',
    },
    {
      displayName: 'Style (JSON)',
      name: 'style',
      type: 'json',
      default: '[\n  { "property": "color", "value": "#ffffff" }\n]',
      description:
        'Styles of the captions: a list of objects with property and value, and active or past for the words that they hold for',
    },
    {
      displayName: 'Watermark (JSON)',
      name: 'waterMark',
      type: 'json',
      default: '{\n  "waterMarkUrl": "https://example.com/logo.png"\n}',
      description: 'A picture over the short: waterMarkUrl, and left, top, width, opacity (0 to 1), blendMode',
    },
    {
      displayName: 'Width',
      name: 'width',
      type: 'number',
      typeOptions: { minValue: 1, numberPrecision: 0 },
      default: 1080,
      description: 'Of the short, in pixels; goes with the height',
    },
  ],
};

const costProperties: INodeProperties[] = [
  {
    displayName: 'Dry Run',
    name: 'dryRun',
    type: 'boolean',
    default: false,
    displayOptions: atSwiftia,
    description: 'Whether to say only what would be sent and what it would cost, without creating anything',
  },
  {
    displayName: 'Cost Options',
    name: 'costOptions',
    type: 'collection',
    placeholder: 'Add cost option',
    default: {},
    displayOptions: atSwiftia,
    options: [
      {
        displayName: 'Gigabytes at YouTube',
        name: 'gigabytes',
        type: 'number',
        typeOptions: { minValue: 0, numberPrecision: 3 },
        default: 1,
        displayOptions: { show: { '/inputSource': ['youtube'] } },
        description: 'How large the video is there. What it costs can be reckoned only with it.',
      },
      {
        displayName: 'Minutes of the Source',
        name: 'minutes',
        type: 'number',
        typeOptions: { minValue: 0, numberPrecision: 2 },
        default: 10,
        description: 'How long the video is. Unset: a file or URL is looked at; at YouTube it is not known.',
      },
      {
        displayName: 'Spend at Most (USD)',
        name: 'spendAtMost',
        type: 'number',
        typeOptions: { minValue: 0, numberPrecision: 2 },
        default: 5,
        description: 'A job that would or may cost more is not created',
      },
    ],
  },
];

const waitProperty: INodeProperties = {
  displayName: 'Wait for Completion',
  name: 'waitForCompletion',
  type: 'boolean',
  noDataExpression: true,
  default: true,
  description:
    'Whether the workflow waits here for the shorts. If off, it goes on as soon as the job is created, and a Wait for Job node collects them. At Swiftia it is that node, with the same credential, that has them rendered.',
};

const S3_OR_FILES: INodePropertyOptions[] = [
  {
    name: 'Binary Files',
    value: 'binary',
    description: 'A file in the item of each short; of a job in the background, once Wait for Job collects them',
  },
  { name: 'S3', value: 's3', description: 'Objects in S3 storage; each item names its short’s' },
];

const clipProperties: INodeProperties[] = [
  {
    displayName: 'Shorts As',
    name: 'clipOutput',
    type: 'options',
    noDataExpression: true,
    options: [
      { name: 'Files', value: 'binary', description: 'Each short is fetched and put into its item' },
      { name: 'URLs', value: 'url', description: 'The items say where the shorts lie' },
    ],
    default: 'binary',
    displayOptions: { show: { backend: ['swiftia'], waitForCompletion: [true] } },
    description: 'What the items hold',
  },
  ...[
    { backend: ['local'], waitForCompletion: [true], outputDestination: ['binary'] },
    { backend: ['swiftia'], waitForCompletion: [true], clipOutput: ['binary'] },
  ].flatMap((show) => outputProperties.map((property): INodeProperties => ({ ...property, displayOptions: { show } }))),
];

/** Where the shorts of this machine go: as the result of a conversion, but many files in a folder. */
const placeProperties = destinationProperties.map((property): INodeProperties => {
  if (property.name === 'outputDestination')
    return { ...property, options: S3_OR_FILES, description: 'Where the shorts go' };
  if (property.name === 'outputKey')
    return {
      ...property,
      placeholder: 'e.g. shorts/talk',
      description: 'Folder of the bucket for the shorts and what lies beside them. Empty: the bucket itself.',
    };
  return property;
});

const jobOptions: INodeProperties[] = [
  {
    displayName: 'Idempotency Key',
    name: 'idempotencyKey',
    type: 'string',
    default: '',
    placeholder: 'e.g. talk-1042',
    displayOptions: { show: { '/backend': ['swiftia'] } },
    description:
      'The same key and request answer the job that was created first, for as long as that is kept (7 days, or MEDIA_JOBS_KEEP_JOBS_DAYS). Unset: made of the execution, node, run, item and request, so that Retry On Fail pays for nothing twice.',
  },
  {
    displayName: 'Time Limit (Minutes)',
    name: 'timeLimit',
    type: 'number',
    typeOptions: { minValue: 0.1, maxValue: 8_640, numberPrecision: 1 },
    default: 60,
    description:
      'How long the job may take. Then the item fails, and work on this machine is ended; at Swiftia, which documents no way to cancel a job, it goes on.',
  },
  {
    displayName: 'Webhook URL',
    name: 'webhookUrl',
    type: 'string',
    default: '',
    placeholder: 'e.g. https://n8n.example.com/webhook/…',
    displayOptions: { show: { '/backend': ['swiftia'] } },
    description:
      'Address that Swiftia posts to when it has found the shorts. A Webhook Trigger node shows one; the secret of the credential "Media Webhook Secret", if one is chosen, is put behind it.',
  },
];

const jobProperties: INodeProperties = {
  displayName: 'Job Options',
  name: 'jobOptions',
  type: 'collection',
  placeholder: 'Add job option',
  default: {},
  options: [...jobOptions, ...backgroundOptions].sort((a, b) => a.displayName.localeCompare(b.displayName, 'en')),
};

/** The credentials of the node. */
export const credentials = [
  { name: 'swiftiaApi', required: true, displayOptions: atSwiftia },
  { name: 'mediaWebhookSecretApi', required: false, displayOptions: atSwiftia },
  ...storageCredentials,
  ...loginCredentials,
];

/** The node's form, from top to bottom. */
export const properties: INodeProperties[] = [
  backendProperty,
  ...sourceProperties,
  ...stagingProperties,
  ...shortsProperties,
  waitProperty,
  ...placeProperties,
  ...clipProperties,
  ...shortsOptions,
  renderProperties,
  ...costProperties,
  ...metadataProperties,
  jobProperties,
  ...keptProperties,
];
