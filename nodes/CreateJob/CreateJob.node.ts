import { NodeConnectionTypes } from 'n8n-workflow';
import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { backendCredentials } from '../hosted/fields';
import { takeUpWork } from '../background/takeUpWork';
import { properties } from './properties';
import { subtitle } from './subtitle';

// n8n loads every node file at start, and this one is where the package does so.
takeUpWork();

/** Turns a video, audio or image file into another one, on this machine or through a hosted API. */
export class CreateJob implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Create Job',
    name: 'createJob',
    icon: { light: 'file:createJob.svg', dark: 'file:createJob.dark.svg' },
    group: ['transform'],
    version: 1,
    subtitle,
    description:
      'Convert a video, audio or image file: other format, size, length or quality, a poster frame, a GIF or an HLS stream',
    defaults: { name: 'Create Job' },
    inputs: [NodeConnectionTypes.Main],
    outputs: [NodeConnectionTypes.Main],
    usableAsTool: true,
    credentials: backendCredentials,
    properties,
  };

  async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
    // n8n loads every node at start: what converts is loaded when the first job runs.
    const { createJobs } = require('./createJobs') as typeof import('./createJobs');
    return [await createJobs(this)];
  }
}
