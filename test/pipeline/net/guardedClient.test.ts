import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { parseAllowList } from '../../../src/pipeline/net/guard';
import { guardedClient } from '../../../src/pipeline/net/guardedClient';
import type { Answer } from '../../../src/pipeline/net/guardedClient';

const client = guardedClient({ allow: parseAllowList('127.0.0.1') }, { connect: 5000, idle: 5000 });
const never = new AbortController().signal;
afterAll(() => client.destroy());
const servers: Server[] = [];
const sockets = new Set<Socket>();
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
});

/** A server that is given each request, and answers what it likes. */
async function server(answer: (socket: Socket, nth: number) => void): Promise<URL> {
  let count = 0;
  const made = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('data', () => answer(socket, ++count));
  }).listen(0, '127.0.0.1');
  servers.push(made);
  await once(made, 'listening');
  return new URL(`http://127.0.0.1:${(made.address() as AddressInfo).port}/`);
}

const get = (url: URL, signal = never) => client.get(url, {}, signal);

/** Reads so slowly that the other side has ended long before. */
async function bytesOf({ body }: Answer): Promise<number> {
  let bytes = 0;
  for await (const piece of body as AsyncIterable<Buffer>) {
    bytes += piece.length;
    await new Promise(setImmediate);
  }
  return bytes;
}

const MUCH = Buffer.alloc(3_000_000);

it.each([
  ['says how much it sends', `content-length: ${MUCH.length}\r\n`],
  ['does not', ''],
])(
  'a server that ends the connection at once, and %s, takes nothing down: all of it is read',
  async (_case, length) => {
    const url = await server((socket) =>
      socket.end(Buffer.concat([Buffer.from(`HTTP/1.1 200 OK\r\n${length}connection: close\r\n\r\n`), MUCH])),
    );
    for (const size of await Promise.all(Array.from({ length: 8 }, async () => bytesOf(await get(url)))))
      expect(size).toBe(MUCH.length);
  },
);

it('nobody has to read an answer', async () => {
  const url = await server((socket) =>
    socket.end(Buffer.concat([Buffer.from('HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n'), MUCH])),
  );
  const { body } = await get(url);
  await new Promise(setImmediate);
  body.on('error', () => undefined).destroy();
});

it('a connection that was kept and closed meanwhile is made anew', async () => {
  const url = await server((socket, nth) =>
    nth === 2 ? socket.destroy() : socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok'),
  );
  expect(await bytesOf(await get(url))).toBe(2);
  await new Promise(setImmediate);
  expect(await bytesOf(await get(url))).toBe(2);
});

it.each([
  ['101 to nobody who asked', 'HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n'],
  ['nothing', ''],
  ['no HTTP', 'SSH-2.0-OpenSSH_9.2\r\n'],
  ['two lengths', 'HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n'],
  ['a head without an end', `HTTP/1.1 200 OK\r\nx: ${'x'.repeat(200_000)}`],
])('a server that answers %s is an error', async (_case, text) => {
  const url = await server((socket) => socket.end(text));
  await expect(get(url)).rejects.toThrow();
});

it('a server that sends its head byte by byte, for ever, is given up', async () => {
  const impatient = guardedClient({ allow: parseAllowList('127.0.0.1') }, { connect: 5000, idle: 100 });
  const url = await server((socket) => {
    socket.write('HTTP/1.1 200 OK\r\nx: ');
    const trickle = setInterval(() => socket.write('x'), 10);
    socket.on('close', () => clearInterval(trickle));
  });
  await expect(impatient.get(url, {}, never)).rejects.toMatchObject({
    why: 'its server took the request and then stayed silent',
  });
  impatient.destroy();
});

it('ends what is under way when it is told to', async () => {
  const url = await server((socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf'));
  const stop = new AbortController();
  const answer = await get(url, stop.signal);
  const read = bytesOf(answer);
  stop.abort();
  await expect(read).rejects.toThrow();
  const silent = await server(() => undefined);
  const asked = get(silent, AbortSignal.abort());
  await expect(asked).rejects.toThrow();
});

const ok = (socket: Socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok');

it('asks for path and query with the headers that it is given, and tells status and headers', async () => {
  const heads: string[] = [];
  const url = await server((socket) =>
    socket.write(
      'HTTP/1.1 206 Partial Content\r\nContent-Length: 2\r\nContent-Range: bytes 0-1/9\r\nset-cookie: a=b\r\n\r\nok',
    ),
  );
  servers.at(-1)?.on('connection', (socket: Socket) => socket.on('data', (data) => heads.push(String(data))));
  const answer = await client.get(new URL('/a%20b/c?d=e&f', url), { range: 'bytes=0-1' }, never);
  expect(await bytesOf(answer)).toBe(2);
  expect(heads.join('')).toMatch(/^GET \/a%20b\/c\?d=e&f HTTP\/1\.1\r\n/);
  expect(heads.join('')).toMatch(/\r\nrange: bytes=0-1\r\n/i);
  expect(answer.status).toBe(206);
  // One that may stand several times is none of those that are asked for.
  expect(['content-range', 'x-none', 'set-cookie'].map(answer.header)).toEqual(['bytes 0-1/9', null, null]);
});

it.each([
  ['http://10.0.0.1/a', '10.0.0.1:80'],
  ['https://10.0.0.1/a', '10.0.0.1:443'],
  ['http://10.0.0.1:81/a', '10.0.0.1:81'],
  ['http://[::1]/a', '[::1]:80'],
])('refuses %s, and names it as the setting has it: %s', async (address, named) => {
  await expect(get(new URL(address))).rejects.toMatchObject({
    kind: 'address_refused',
    next: expect.stringContaining(`MEDIA_JOBS_ALLOW_HOSTS=${named}`) as string,
  });
});

it('keeps a connection for the next request, until it is told to end all', async () => {
  const url = await server(ok);
  let connections = 0;
  const closed = new Promise((resolve) => {
    servers.at(-1)?.on('connection', (socket: Socket) => {
      connections += 1;
      socket.on('close', resolve);
    });
  });
  const own = guardedClient({ allow: parseAllowList('127.0.0.1') }, { connect: 5000, idle: 5000 });
  for (let time = 0; time < 3; time += 1) {
    expect(await bytesOf(await own.get(url, {}, never))).toBe(2);
    await new Promise(setImmediate);
  }
  expect(connections).toBe(1);
  own.destroy();
  await closed;
});

it('a server that takes the connection and never agrees on a key is given up', async () => {
  const url = await server(() => undefined);
  const impatient = guardedClient({ allow: parseAllowList('127.0.0.1') }, { connect: 100, idle: 60_000 });
  await expect(impatient.get(new URL(`https://127.0.0.1:${url.port}/`), {}, never)).rejects.toMatchObject({
    why: 'its server does not answer',
    retry: true,
  });
  impatient.destroy();
});

it('a server that stops within its answer is given up', async () => {
  const half = await server((socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf'));
  const impatient = guardedClient({ allow: parseAllowList('127.0.0.1') }, { connect: 5000, idle: 100 });
  await expect(bytesOf(await impatient.get(half, {}, never))).rejects.toMatchObject({
    why: 'its server stopped sending',
    retry: true,
  });
  impatient.destroy();
});

it('a server that hangs up without an answer has cut the connection', async () => {
  const url = await server((socket) => socket.destroy());
  await expect(get(url)).rejects.toMatchObject({ code: 'ECONNRESET' });
});
