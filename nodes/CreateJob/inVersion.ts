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
import { describedIn } from '../describedIn';

/** The node as one of its versions has it. */
export class CreateJobInVersion implements INodeType {
  description: INodeTypeDescription;

  constructor(version: number, base: INodeTypeBaseDescription) {
    this.description = describedIn(version, base, {
      subtitle: subtitleOf(version),
      credentials: backendCredentials,
      properties: propertiesOf(version),
    });
  }

  async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
    // n8n loads every node at start: what converts is loaded when the first job runs.
    const { createJobs } = require('./createJobs') as typeof import('./createJobs');
    return [await createJobs(this)];
  }
}
