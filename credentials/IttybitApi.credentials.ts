import type { IAuthenticateGeneric, ICredentialTestRequest, ICredentialType, INodeProperties } from 'n8n-workflow';

export class IttybitApi implements ICredentialType {
  name = 'ittybitApi';
  displayName = 'Ittybit API';
  icon = { light: 'file:ittybitApi.svg', dark: 'file:ittybitApi.dark.svg' } as const;
  documentationUrl = 'https://ittybit.com/docs';
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
      default: 'https://api.ittybit.com',
      required: true,
      // What comes in an item is not to say where the key goes.
      noDataExpression: true,
      description: 'Where the API is. The key is sent there.',
    },
  ];
  authenticate: IAuthenticateGeneric = {
    type: 'generic',
    properties: { headers: { Authorization: '=Bearer {{$credentials.apiKey}}' } },
  };
  test: ICredentialTestRequest = { request: { baseURL: '={{$credentials.baseUrl}}', url: '/jobs', qs: { limit: 1 } } };
}
