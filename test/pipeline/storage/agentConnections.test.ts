import { parseAllowList } from '../../../src/pipeline/net/guard';
import { guardedAgent } from '../../../src/pipeline/net/guardedAgent';
import { serve } from './support/server';
import type { TestServer } from './support/server';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

const PATIENT = { connect: 5_000, idle: 5_000 };

function agentFor(allow: string, timeouts = PATIENT) {
  const agent = guardedAgent({ allow: parseAllowList(allow) }, timeouts);
  closers.push(() => agent.destroy());
  return agent;
}

async function served(listener: Parameters<typeof serve>[0]): Promise<TestServer> {
  const server = await serve(listener);
  closers.push(server.close);
  return server;
}

const ask = (agent: ReturnType<typeof agentFor>, origin: string, path = '/') =>
  agent.request({ origin, path, method: 'GET' });

test('posts to what the guard lets through', async () => {
  const { origin, port } = await served((_, response) => response.end('hello'));
  const { body } = await ask(agentFor(`127.0.0.1:${port}`), origin);
  expect(await body.text()).toBe('hello');
});

test.each([
  ['http://127.0.0.1', '127.0.0.1:80'],
  ['https://127.0.0.1', '127.0.0.1:443'],
  ['https://[::1]:9000', '[::1]:9000'],
])('to nothing else: %s is refused as %s', async (origin, named) => {
  await expect(ask(agentFor('127.0.0.2'), origin)).rejects.toMatchObject({
    kind: 'address_refused',
    next: expect.stringContaining(`MEDIA_JOBS_ALLOW_HOSTS=${named}`),
  });
});

test('a name is judged by what it resolves to', async () => {
  const agent = guardedAgent({ allow: [], resolve: async () => [{ address: '10.0.0.1', family: 4 }] }, PATIENT);
  closers.push(() => agent.destroy());
  await expect(ask(agent, 'http://inside.test:1')).rejects.toMatchObject({ kind: 'address_refused' });
});

test('a redirect is an answer like any other', async () => {
  const { origin, requests } = await served((_, response) => response.writeHead(302, { location: '/b' }).end());
  const { statusCode, body } = await ask(agentFor('127.0.0.1'), origin, '/a');
  await body.dump();
  expect([statusCode, requests.map(({ url }) => url)]).toEqual([302, ['/a']]);
});

test('a server that is silent before its answer, or within it, is given up', async () => {
  const impatient = agentFor('127.0.0.1', { connect: 5_000, idle: 100 });
  const mute = await served(() => undefined);
  await expect(ask(impatient, mute.origin)).rejects.toMatchObject({ code: 'UND_ERR_HEADERS_TIMEOUT' });
  const half = await served((_, response) => response.writeHead(200, { 'content-length': 9 }).write('half'));
  const { body } = await ask(impatient, half.origin);
  await expect(body.text()).rejects.toMatchObject({ code: 'UND_ERR_BODY_TIMEOUT' });
});
