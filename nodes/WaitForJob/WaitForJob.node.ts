import { NodeConnectionTypes } from 'n8n-workflow';
import type {
  IExecuteFunctions,
  INodeExecutionData,
  INodeType,
  INodeTypeDescription,
  IWebhookFunctions,
  IWebhookResponseData,
} from 'n8n-workflow';
import { waitCredentials } from '../hosted/fields';
import { NEWEST, VERSIONS } from '../versions';
import { subtitle } from './operationFields';
import { properties } from './properties';
import { RESUME_PATH } from './resumePath';

/** Holds the workflow until background jobs have ended, and goes on with their results; or does something else with them. */
export class WaitForJob implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Wait for Job',
    name: 'waitForJob',
    icon: { light: 'file:waitForJob.svg', dark: 'file:waitForJob.dark.svg' },
    group: ['organization'],
    version: VERSIONS,
    defaultVersion: NEWEST,
    subtitle,
    description:
      'Wait for media jobs that run in the background, and go on with their results; list, cancel and retry them',
    defaults: { name: 'Wait for Job' },
    inputs: [NodeConnectionTypes.Main],
    outputs: [NodeConnectionTypes.Main],
    usableAsTool: true,
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
    properties,
  };

  async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
    const { runOperation } = require('./operations') as typeof import('./operations');
    return [await runOperation(this)];
  }

  async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
    const { lookAgain } = require('./lookAgain') as typeof import('./lookAgain');
    return lookAgain(this);
  }
}
