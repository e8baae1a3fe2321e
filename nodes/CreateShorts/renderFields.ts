import type { INodeProperties } from 'n8n-workflow';
import { PRESETS } from '../../src/backends/swiftia/renderOrder';
import { atRoot, INPUT, RUN, SHORTS } from '../names';

const atSwiftia = { show: { [RUN.backend]: ['swiftia'] } };

/** How Swiftia renders the shorts. */
export const renderField: INodeProperties = {
  displayName: 'Render Options',
  name: SHORTS.render,
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

/** What a job at Swiftia may cost. */
export const costFields: INodeProperties[] = [
  {
    displayName: 'Dry Run',
    name: SHORTS.dryRun,
    type: 'boolean',
    default: false,
    displayOptions: atSwiftia,
    description: 'Whether to say only what would be sent and what it would cost, without creating anything',
  },
  {
    displayName: 'Cost Options',
    name: SHORTS.cost,
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
        displayOptions: { show: { [atRoot(INPUT.source)]: ['youtube'] } },
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
