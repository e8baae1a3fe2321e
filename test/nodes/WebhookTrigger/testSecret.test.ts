import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { testSecret } from '../../../nodes/WebhookTrigger/testSecret';

const WELL_FORMED = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const tested = (data: ICredentialDataDecryptedObject) =>
  testSecret({ id: '1', name: 'Secret', type: 'mediaWebhookSecretApi', data });

test.each([
  ['a secret of Standard Webhooks', { secret: WELL_FORMED }],
  ['two of them', { secret: WELL_FORMED, secondSecret: ` ${WELL_FORMED} ` }],
  ['text that cannot be guessed', { secret: 'a-secret-nobody-guesses', secondSecret: '' }],
])('%s passes', (_, data) => {
  expect(tested(data).status).toBe('OK');
});

test.each([
  ['none', {}, /there is none in it/],
  ['one that is too short', { secret: 'short' }, /16 characters or more/],
  ['one of Standard Webhooks with a key that is too short', { secret: 'whsec_AAAA' }, /has 3 bytes/],
  ['two of different forms', { secret: WELL_FORMED, secondSecret: 'a-secret-nobody-guesses' }, /begins with whsec_/],
])('%s is refused in words, without the secret in them', (_, data, words) => {
  const { status, message } = tested(data);
  expect([status, message]).toEqual(['Error', expect.stringMatching(words)]);
  expect(message).not.toContain(WELL_FORMED);
});
