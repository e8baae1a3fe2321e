import type { INodeProperties } from 'n8n-workflow';
import { KIND_NAMES, KINDS } from '../../src/pipeline/kinds';
import { backendProperty, stagingProperties } from '../shared/backendProperties';
import { jobProperties, waitProperties, whenWaited } from '../shared/backgroundProperties';
import { hlsOutput, inputProperties, itemProperties, metadataProperties, outputProperties } from '../shared/jobProperties';
import { optionCollections, requiredOptions } from './generated/options';

const kindProperty: INodeProperties = {
  displayName: 'Kind',
  name: 'kind',
  type: 'options',
  noDataExpression: true,
  options: KIND_NAMES.map((value) => ({ name: KINDS[value].label, value, description: KINDS[value].description })).sort((a, b) => a.name.localeCompare(b.name, 'en')),
  default: 'video',
  description: 'What to make of the input',
};

const hlsProperty: INodeProperties = { ...hlsOutput, displayOptions: { show: { kind: ['adaptive_video'], ...whenWaited } } };
const resultProperties = outputProperties.map((property): INodeProperties => ({ ...property, displayOptions: { show: whenWaited } }));

/** The node's form, from top to bottom. */
export const properties: INodeProperties[] = [
  backendProperty, kindProperty, ...inputProperties, ...stagingProperties, ...requiredOptions, ...waitProperties, hlsProperty, ...resultProperties, ...optionCollections, ...metadataProperties, ...jobProperties, ...itemProperties,
];
