import { NodeConnectionTypes } from 'n8n-workflow';
import type {
  ICredentialsDecrypted,
  ICredentialTestFunctions,
  IHookFunctions,
  INodeCredentialTestResult,
  INodeType,
  INodeTypeDescription,
  IWebhookFunctions,
  IWebhookResponseData,
} from 'n8n-workflow';
import { NEWEST, VERSIONS } from '../versions';
import { properties } from './properties';
import { apiCredentials, senders, subtitle, withSecret } from './senders';

/** Starts a workflow when a media job ends, wherever it ran. */
export class WebhookTrigger implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Media Jobs Webhook Trigger',
    name: 'webhookTrigger',
    icon: { light: 'file:webhookTrigger.svg', dark: 'file:webhookTrigger.dark.svg' },
    group: ['trigger'],
    // From version 2 on a job that comes in names its result as it does in the items of the other nodes.
    version: VERSIONS,
    defaultVersion: NEWEST,
    subtitle,
    description: `Starts the workflow when a media job ends: one of ${senders}. Webhooks are verified and taken once.`,
    defaults: { name: 'Media Jobs Webhook Trigger' },
    eventTriggerDescription: 'Waiting for a webhook of a media job',
    activationMessage: 'Webhooks sent to the production URL now start this workflow.',
    triggerPanel: {
      header: 'Start this workflow when a media job ends',
      executionsHelp: {
        inactive:
          '<b>While you build</b>: press the button and have a webhook sent to the <b>test URL</b>. The same one can be sent again.<br /><br /><b>When you are done</b>: publish the workflow and give the <b>production URL</b> to the sender. Each webhook then starts it once.',
        active:
          '<b>While you build</b>: press the button and have a webhook sent to the <b>test URL</b>. The same one can be sent again.<br /><br /><b>The production URL</b> is in use: each webhook sent there starts the workflow once.',
      },
      activationHint: 'Both URLs stand at the top of this node\'s parameters, under "Webhook URLs".',
    },
    inputs: [],
    outputs: [NodeConnectionTypes.Main],
    credentials: [
      {
        name: 'mediaWebhookSecretApi',
        required: true,
        testedBy: 'webhookSecret',
        displayOptions: { show: { source: withSecret } },
      },
      ...apiCredentials,
    ],
    webhooks: [
      {
        name: 'default',
        httpMethod: 'POST',
        // n8n answers when the execution is there, with what webhook() gives; its own default would be the item.
        responseMode: 'onReceived',
        responseData: '',
        path: 'media-jobs',
      },
    ],
    properties,
  };

  methods = {
    credentialTest: {
      async webhookSecret(
        this: ICredentialTestFunctions,
        credential: ICredentialsDecrypted,
      ): Promise<INodeCredentialTestResult> {
        const { testSecret } = require('./testSecret') as typeof import('./testSecret');
        return testSecret(credential);
      },
    },
  };

  webhookMethods = {
    default: {
      // There is nothing to be registered anywhere, but a trigger that could only refuse is not to look like one that works.
      async checkExists(this: IHookFunctions): Promise<boolean> {
        const { checkSettings } = require('./receiveWebhook') as typeof import('./receiveWebhook');
        await checkSettings(this);
        return true;
      },
      create: async (): Promise<boolean> => true,
      delete: async (): Promise<boolean> => true,
    },
  };

  async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
    // n8n loads every node at start: what verifies is loaded with the first webhook.
    const { receiveWebhook } = require('./receiveWebhook') as typeof import('./receiveWebhook');
    return receiveWebhook(this);
  }
}
