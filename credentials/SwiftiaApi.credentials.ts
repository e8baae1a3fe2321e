import { PLANS } from '../src/backends/swiftia/plans';
import type { IAuthenticateGeneric, ICredentialTestRequest, ICredentialType, INodeProperties } from 'n8n-workflow';

export class SwiftiaApi implements ICredentialType {
  name = 'swiftiaApi';
  displayName = 'Swiftia API';
  icon = { light: 'file:swiftiaApi.svg', dark: 'file:swiftiaApi.dark.svg' } as const;
  documentationUrl = 'https://app.swiftia.io/docs';
  properties: INodeProperties[] = [
    {
      displayName: 'API Key',
      name: 'apiKey',
      type: 'string',
      typeOptions: { password: true },
      default: '',
      required: true,
    },
    {
      displayName: 'Base URL',
      name: 'baseUrl',
      type: 'string',
      default: 'https://app.swiftia.io/api',
      required: true,
      // What comes in an item is not to say where the key goes.
      noDataExpression: true,
      description: 'Where the API is. The key is sent there.',
    },
    {
      displayName: 'Plan',
      name: 'plan',
      type: 'options',
      options: Object.entries(PLANS).map(([value, { label }]) => ({ name: label, value })),
      default: 'free',
      description: 'The plan of the account: it says how often the API may be asked, and what a minute costs',
    },
  ];
  authenticate: IAuthenticateGeneric = {
    type: 'generic',
    properties: { headers: { Authorization: '=Bearer {{$credentials.apiKey}}' } },
  };
  test: ICredentialTestRequest = { request: { baseURL: '={{$credentials.baseUrl}}', url: '/organizations/brandings' } };
}
