import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { parseAllowList } from '../../../src/pipeline/net/guard';
import { guardedClient } from '../../../src/pipeline/net/guardedClient';
import type { GuardedClient } from '../../../src/pipeline/net/guardedClient';
import { httpGet } from '../../../src/pipeline/net/httpGet';
import { expectError } from '../../support/expectError';
import { serve } from '../storage/support/server';
import type { TestServer } from '../storage/support/server';

const signal = new AbortController().signal;
const client = guardedClient({ allow: parseAllowList('127.0.0.1') }, { connect: 5000, idle: 5000 });
let servers: TestServer[] = [];
afterEach(async () => {
  await Promise.all(servers.map((server) => server.close()));
  servers = [];
});
afterAll(() => client.destroy());

async function started(...args: Parameters<typeof serve>): Promise<TestServer> {
  const server = await serve(...args);
  servers.push(server);
  return server;
}

/** Answers /4 with a redirect to /3 and so on; /0 is the end. */
const countdown = () =>
  started(({ url = '' }, response) => {
    const left = Number(url.slice(1));
    if (left === 0) response.end('arrived');
    else response.writeHead(307, { location: `/${left - 1}` }).end('moved');
  });

it('follows ten redirects', async () => {
  const { origin, requests } = await countdown();
  const reply = await httpGet(client, new URL(`${origin}/10`), { signal });
  expect(reply).toMatchObject({ status: 200, url: new URL(`${origin}/0`) });
  expect(await text(reply.body)).toBe('arrived');
  expect(requests).toHaveLength(11);
});

it('does not follow an eleventh', async () => {
  const { origin, requests } = await countdown();
  await expectError(httpGet(client, new URL(`${origin}/11`), { signal }), 'redirect_refused');
  expect(requests).toHaveLength(11);
});

it('does not follow from https to http', async () => {
  const safe: GuardedClient = {
    get: async () => ({ status: 302, header: () => 'http://plain.test/', body: Readable.from([]) }),
    destroy: () => undefined,
  };
  await expectError(httpGet(safe, new URL('https://safe.test/'), { signal }), 'redirect_refused');
});

it('sends the credentials of an address to its own server, and to no other', async () => {
  const other = await started((_request, response) => response.end());
  const first = await started(({ url }, response) =>
    response.writeHead(302, { location: url === '/' ? '/again' : `${other.origin}/` }).end(),
  );
  const reply = await httpGet(client, new URL(`http://us%40er:pass@127.0.0.1:${first.port}/`), {
    headers: { range: 'bytes=0-' },
    login: { cookie: 'a=b', 'x-key': 'c' },
    signal,
  });
  reply.body.resume();
  const basic = `Basic ${Buffer.from('us@er:pass').toString('base64')}`;
  expect(first.requests.map(({ headers }) => [headers.authorization, headers.cookie, headers['x-key']])).toEqual([
    [basic, 'a=b', 'c'],
    [basic, 'a=b', 'c'],
  ]);
  expect(reply.login).toEqual({});
  expect(other.requests[0]?.headers).toMatchObject({ range: 'bytes=0-' });
  expect(other.requests[0]?.headers).not.toHaveProperty('authorization');
  expect(other.requests[0]?.headers).not.toHaveProperty('cookie');
  expect(other.requests[0]?.headers).not.toHaveProperty('x-key');
});

it('does not send them any more when another server leads back', async () => {
  const first = await started(({ url }, response) =>
    url === '/end' ? response.end('end') : response.writeHead(302, { location: `${other.origin}/` }).end(),
  );
  const other = await started((_request, response) =>
    response.writeHead(302, { location: `${first.origin}/end` }).end(),
  );
  const reply = await httpGet(client, new URL(first.origin), { login: { authorization: 'Bearer canary' }, signal });
  reply.body.resume();
  expect([first, other, first].map(({ requests }, at) => requests[at === 2 ? 1 : 0]?.headers.authorization)).toEqual([
    'Bearer canary',
    undefined,
    undefined,
  ]);
});

it('what is given goes before the user name in the address, and before what is sent anyway', async () => {
  const { port, requests } = await started((_request, response) => response.end());
  (
    await httpGet(client, new URL(`http://me:pass@127.0.0.1:${port}/`), {
      login: { authorization: 'Bearer x', accept: 'video/mp4' },
      signal,
    })
  ).body.resume();
  expect(requests[0]?.headers).toMatchObject({ authorization: 'Bearer x', accept: 'video/mp4' });
});

it('sends the path and query as they were given', async () => {
  const { origin, requests } = await started((_request, response) => response.end());
  (
    await httpGet(client, new URL(`${origin}/a%20b/c+d?X-Amz-Signature=ab%2Fcd&y=%C3%A9#fragment`), { signal })
  ).body.resume();
  expect(requests[0]?.url).toBe('/a%20b/c+d?X-Amz-Signature=ab%2Fcd&y=%C3%A9');
});
