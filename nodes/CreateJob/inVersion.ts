import { NodeConnectionTypes } from 'n8n-workflow';
import type {
  IExecuteFunctions,
  INodeExecutionData,
  INodeType,
  INodeTypeBaseDescription,
  INodeTypeDescription,
} from 'n8n-workflow';
import { backendCredentials } from '../hosted/fields';
import { propertiesOf } from './properties';
import { subtitleOf } from './subtitle';

/** The node as one of its versions has it. */
export class CreateJobInVersion implements INodeType {
  description: INodeTypeDescription;

  constructor(version: number, base: INodeTypeBaseDescription) {
    this.description = {
      ...base,
      version,
      subtitle: subtitleOf(version),
      defaults: { name: base.displayName },
      inputs: [NodeConnectionTypes.Main],
      outputs: [NodeConnectionTypes.Main],
      usableAsTool: true,
      credentials: backendCredentials,
      properties: propertiesOf(version),
    };
  }

  async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
    // n8n loads every node at start: what converts is loaded when the first job runs.
    const { createJobs } = require('./createJobs') as typeof import('./createJobs');
    return [await createJobs(this)];
  }
}
