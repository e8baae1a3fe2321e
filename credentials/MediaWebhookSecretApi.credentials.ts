import type { ICredentialType, INodeProperties } from 'n8n-workflow';

/** What shows that an incoming webhook comes from whom it says. */
export class MediaWebhookSecretApi implements ICredentialType {
  name = 'mediaWebhookSecretApi';
  displayName = 'Media Webhook Secret API';
  icon = { light: 'file:mediaWebhookSecretApi.svg', dark: 'file:mediaWebhookSecretApi.dark.svg' } as const;
  documentationUrl = 'https://www.standardwebhooks.com/';
  properties: INodeProperties[] = [
    {
      displayName: 'Secret',
      name: 'secret',
      type: 'string',
      typeOptions: { password: true },
      default: '',
      required: true,
      description:
        'Standard Webhooks: begins with whsec_. Ittybit: the signing secret from its dashboard. Swiftia: text of your own that cannot be guessed (16 characters or more, letters and digits), which ends the webhook address: ?token=SECRET.',
    },
    {
      displayName: 'Second Secret',
      name: 'secondSecret',
      type: 'string',
      typeOptions: { password: true },
      default: '',
      description:
        'While one secret takes the place of another, both are accepted. Empty it when the sender uses the new one.',
    },
  ];
}
