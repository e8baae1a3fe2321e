import { isOwnWebhook } from '../../../src/jobs/webhooks/ownWebhook';

it.each([
  ['http://localhost:5678/webhook/abc', {}, true],
  ['http://127.0.0.1:5678/webhook-test/abc/x', {}, true],
  ['http://127.0.0.1:5679/webhook/abc', { N8N_PORT: '5679' }, true],
  ['https://n8n.example.org/webhook/abc', { WEBHOOK_URL: 'https://n8n.example.org/' }, true],
  ['https://example.org/n8n/webhook/abc', { WEBHOOK_URL: 'https://example.org/n8n/' }, true],
  ['http://n8n.lan:5678/webhook/abc', { N8N_HOST: 'n8n.lan' }, true],
  ['http://n8n.lan:5678/webhook/abc', {}, false],
  ['http://localhost:5678/hooks/abc', { N8N_ENDPOINT_WEBHOOK: 'hooks' }, true],
  ['http://localhost:5678/webhook/abc', { N8N_ENDPOINT_WEBHOOK: 'hooks' }, false],
  ['http://localhost:5678/tries/abc', { N8N_ENDPOINT_WEBHOOK_TEST: 'tries' }, true],
  ['http://localhost:5678/webhook-test/abc', { N8N_ENDPOINT_WEBHOOK_TEST: 'tries' }, false],
  [
    'http://localhost:5678/webhook/abc',
    { N8N_ENDPOINT_WEBHOOK: '', N8N_ENDPOINT_WEBHOOK_TEST: '', N8N_PORT: '' },
    true,
  ],
  ['http://localhost:5678/webhook/abc', { WEBHOOK_URL: 'no address' }, true],
  ['https://n8n.example.org/rest/x', { WEBHOOK_URL: 'https://n8n.example.org/' }, false],
  ['https://n8n.example.org:8443/webhook/abc', { WEBHOOK_URL: 'https://n8n.example.org/' }, false],
  ['http://localhost:5678/webhooks', {}, false],
  ['http://localhost:5678/rest/workflows', {}, false],
  ['http://localhost:5679/webhook/abc', {}, false],
  ['http://127.0.0.1/webhook/abc', {}, false],
  ['http://10.0.0.1:5678/webhook/abc', {}, false],
  ['https://example.org.evil.example/webhook/abc', { WEBHOOK_URL: 'https://example.org/' }, false],
])('%s with %j: %s', (address, env, expected) => expect(isOwnWebhook(new URL(address), env)).toBe(expected));
