import { NodeConnectionTypes } from 'n8n-workflow';
import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { backendCredentials } from '../shared/backendProperties';
import { takeUpWork } from '../shared/engine';
import { properties } from './properties';
import { subtitle } from './subtitle';

// One file of the package does: n8n loads them all at start.
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
