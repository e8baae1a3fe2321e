import { ownOrigin, resumeAddresses } from '../../src/jobs/resumeAddresses';

const TOKEN = '?signature=abc/media-jobs';

test.each([
  ['nothing set', 'http://localhost:5678/webhook-waiting/7', {}, 'http://127.0.0.1:5678/webhook-waiting/7'],
  [
    'a public address',
    'https://n8n.example.com/webhook-waiting/7',
    { N8N_PORT: '8080' },
    'http://127.0.0.1:8080/webhook-waiting/7',
  ],
  [
    'below a path, which the proxy takes away',
    'https://example.com/n8n/webhook-waiting/7',
    { N8N_PATH: '/n8n/' },
    'http://127.0.0.1:5678/webhook-waiting/7',
  ],
  [
    'another endpoint',
    'https://example.com/hold/7',
    { N8N_ENDPOINT_WEBHOOK_WAIT: 'hold' },
    'http://127.0.0.1:5678/hold/7',
  ],
  ['an endpoint that is not known', 'https://example.com/hold/7', {}, 'http://127.0.0.1:5678/hold/7'],
])('%s: %s', (_, url, env, own) => {
  expect(resumeAddresses(url + TOKEN, env)).toEqual([own + TOKEN, url + TOKEN]);
});

test('an address that is the own one is called once', () => {
  expect(resumeAddresses('http://127.0.0.1:5678/webhook-waiting/7', {})).toEqual([
    'http://127.0.0.1:5678/webhook-waiting/7',
  ]);
});

test.each([
  [{}, 'http://127.0.0.1:5678'],
  [{ N8N_LISTEN_ADDRESS: '::', N8N_PORT: '' }, 'http://127.0.0.1:5678'],
  [{ N8N_LISTEN_ADDRESS: '0.0.0.0', N8N_PORT: '80' }, 'http://127.0.0.1:80'],
  [{ N8N_LISTEN_ADDRESS: '10.0.0.7' }, 'http://10.0.0.7:5678'],
  [{ N8N_LISTEN_ADDRESS: '::1' }, 'http://[::1]:5678'],
  [{ N8N_PROTOCOL: 'https' }, 'http://127.0.0.1:5678'],
  [{ N8N_PROTOCOL: 'https', N8N_SSL_KEY: '/key.pem', N8N_SSL_CERT: '/cert.pem' }, 'https://127.0.0.1:5678'],
])('n8n with %j listens at %s', (env, origin) => expect(ownOrigin(env)).toBe(origin));
