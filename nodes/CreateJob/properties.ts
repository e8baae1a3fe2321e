import type { INodeProperties } from 'n8n-workflow';
import { KINDS, kindsOf, setOf } from '../../src/pipeline/kinds';
import { NO_PRESET, PRESET_NAMES, PRESETS } from '../../src/pipeline/kinds/presets';
import { backendProperty, stagingProperties } from '../shared/backendProperties';
import { jobProperties, waitProperties, whenWaited } from '../shared/backgroundProperties';
import { destinationProperties } from '../shared/destinationProperties';
import { shownProperties } from '../shared/shownJob';
import {
  hlsOutput,
  inputProperties,
  itemProperties,
  metadataProperties,
  outputProperties,
} from '../shared/jobProperties';
import { optionCollections, requiredOptions } from './generated/options';

const presetProperty: INodeProperties = {
  displayName: 'Preset',
  name: 'preset',
  type: 'options',
  noDataExpression: true,
  options: [
    ...PRESET_NAMES.map((value) => ({
      name: PRESETS[value].label,
      value,
      description: `${PRESETS[value].description}. An option that is set wins.`,
    })),
    { name: 'Custom', value: NO_PRESET, description: 'Choose the kind of result, and set whatever you like' },
  ].sort((a, b) => a.name.localeCompare(b.name, 'en')),
  default: 'web_video',
  description: 'What to make of the input',
};

const withoutPreset = { preset: [NO_PRESET] };

const kindProperty: INodeProperties = {
  displayName: 'Kind',
  name: 'kind',
  type: 'options',
  noDataExpression: true,
  options: kindsOf('createJob')
    .map((value) => ({ name: KINDS[value].label, value, description: KINDS[value].description }))
    .sort((a, b) => a.name.localeCompare(b.name, 'en')),
  default: 'video',
  displayOptions: { show: withoutPreset },
  description: 'What to make of the input',
};

/** Nothing comes back that lies in the user's own storage. */
const unlessStored = { hide: { outputDestination: ['s3'] } };

const setKinds = kindsOf('createJob').filter((kind) => setOf(kind) !== null);
const setPresets = PRESET_NAMES.filter((name) => setKinds.includes(PRESETS[name].kind));
const hlsProperties = [{ ...withoutPreset, kind: setKinds }, { preset: setPresets }].map((show): INodeProperties => ({
  ...hlsOutput,
  displayOptions: { show: { ...show, ...whenWaited }, ...unlessStored },
}));
const resultProperties = outputProperties.map((property): INodeProperties => ({
  ...property,
  displayOptions: { show: whenWaited, ...unlessStored },
}));

/** The node's form, from top to bottom. */
export const properties: INodeProperties[] = [
  backendProperty,
  presetProperty,
  kindProperty,
  ...inputProperties,
  ...stagingProperties,
  ...requiredOptions,
  ...waitProperties,
  ...destinationProperties,
  ...hlsProperties,
  ...resultProperties,
  ...optionCollections,
  ...metadataProperties,
  ...jobProperties,
  ...shownProperties,
  ...itemProperties,
];
