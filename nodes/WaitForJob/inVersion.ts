import type {
  IExecuteFunctions,
  INodeExecutionData,
  INodeType,
  INodeTypeBaseDescription,
  INodeTypeDescription,
  IWebhookFunctions,
  IWebhookResponseData,
} from 'n8n-workflow';
import { waitCredentials } from '../hosted/fields';
import { subtitleOf } from './operationFields';
import { propertiesOf } from './properties';
import { RESUME_PATH } from './resumePath';
import { describedIn } from '../describedIn';

/** The node as one of its versions has it. */
export class WaitForJobInVersion implements INodeType {
  description: INodeTypeDescription;

  constructor(version: number, base: INodeTypeBaseDescription) {
    this.description = describedIn(version, base, {
      subtitle: subtitleOf(version),
      credentials: waitCredentials,
      // Called to have a suspended execution look at its jobs. An empty responseData lets through what webhook() answers.
      webhooks: [
        {
          name: 'default',
          httpMethod: 'POST',
          responseMode: 'onReceived',
          responseData: '',
          path: RESUME_PATH,
          restartWebhook: true,
          isFullPath: true,
        },
      ],
      properties: propertiesOf(version),
    });
  }

  async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
    const { runOperation } = require('./operations') as typeof import('./operations');
    return [await runOperation(this)];
  }

  async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
    const { lookAgain } = require('./lookAgain') as typeof import('./lookAgain');
    return lookAgain(this);
  }
}
