import { NodeConnectionTypes } from 'n8n-workflow';
import type {
  IExecuteFunctions,
  ILoadOptionsFunctions,
  INodeExecutionData,
  INodePropertyOptions,
  INodeType,
  INodeTypeDescription,
} from 'n8n-workflow';
import { briefOfChosen, SHORTS_PLACES } from '../places';
import { NEWEST, VERSIONS } from '../versions';
import { inputs } from './inputs';
import { credentials, properties } from './properties';

/** Cuts vertical shorts out of a long video. */
export class CreateShorts implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Create Shorts',
    name: 'createShorts',
    icon: { light: 'file:createShorts.svg', dark: 'file:createShorts.dark.svg' },
    group: ['transform'],
    version: VERSIONS,
    defaultVersion: NEWEST,
    subtitle: `={{ {auto: "auto", fields: "defined", json: "defined"}[$parameter["defineShorts"]] + " · " + ${briefOfChosen(SHORTS_PLACES)} }}`,
    description: 'Cut vertical short clips out of a long video, with captions: one item for each clip',
    defaults: { name: 'Create Shorts' },
    inputs,
    outputs: [NodeConnectionTypes.Main],
    usableAsTool: true,
    credentials,
    properties,
  };

  methods = {
    loadOptions: {
      async getBrandPresets(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
        const { brandPresets } = require('./brandPresets') as typeof import('./brandPresets');
        return brandPresets(this);
      },
    },
  };

  async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
    // n8n loads every node at start: what works is loaded when the first job runs.
    const { createShorts } = require('./createShorts') as typeof import('./createShorts');
    return [await createShorts(this)];
  }
}
