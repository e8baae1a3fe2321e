import type { INodeProperties } from 'n8n-workflow';
import { KIND_NAMES, KINDS } from '../../src/pipeline/kinds';
import { inputProperties, itemProperties, metadataProperties, outputProperties } from '../shared/jobProperties';
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

const hlsProperty: INodeProperties = {
  displayName: 'HLS Output',
  name: 'hlsOutput',
  type: 'options',
  noDataExpression: true,
  options: [
    { name: 'One Item per File', value: 'files', description: 'Playlists and segments as items of their own, the master playlist first; each names its place in file.path' },
    { name: 'ZIP', value: 'zip', description: 'All files in one ZIP file' },
  ],
  default: 'files',
  displayOptions: { show: { kind: ['adaptive_video'] } },
  description: 'How the many files of an HLS stream are handed on',
};

/** The node's form, from top to bottom. */
export const properties: INodeProperties[] = [kindProperty, ...inputProperties, ...requiredOptions, hlsProperty, ...outputProperties, ...optionCollections, ...metadataProperties, ...itemProperties];
