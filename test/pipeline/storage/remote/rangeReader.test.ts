import { randomBytes } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { request } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { rangeReader } from '../../../../src/pipeline/storage/remote/rangeReader';
import type { FetchedBytes, RangeReader } from '../../../../src/pipeline/storage/remote/rangeReader';
import { nameOf } from '../../../../src/pipeline/media/nameOf';

const CONTENT = randomBytes(3_000_000);
const isThere = () => false;
const inMemory: FetchedBytes = {
  size: CONTENT.length,
  isThere,
  read: async (at, length) => CONTENT.subarray(at, at + length),
};

let reader: RangeReader;
let failures: unknown[];
beforeEach(async () => {
  failures = [];
  reader = await rangeReader(inMemory, 'my clip.mp4', (error) => failures.push(error));
});
afterEach(() => reader.close());

const proxy = () => new URL(reader.env.http_proxy ?? '');
const login = () => `Basic ${Buffer.from(`${proxy().username}:${proxy().password}`).toString('base64')}`;

interface Answer {
  status: number | undefined;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

async function ask(
  path = reader.address,
  headers: Record<string, string> = { 'proxy-authorization': login() },
  method = 'GET',
): Promise<Answer> {
  const asked = request({ host: '127.0.0.1', port: proxy().port, path, headers, method }).end();
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  return {
    status: answer.statusCode,
    headers: answer.headers,
    body: Buffer.concat((await answer.toArray()) as Buffer[]),
  };
}

it.each<[string, string | undefined, number, number]>([
  ['all', undefined, 0, CONTENT.length],
  ['all from a place on', 'bytes=1000000-', 1_000_000, CONTENT.length],
  ['a part', 'bytes=10-19', 10, 20],
  ['the end', 'bytes=2999999-9999999', 2_999_999, CONTENT.length],
])('serves %s', async (_case, range, from, to) => {
  const { status, headers, body } = await ask(reader.address, {
    'proxy-authorization': login(),
    ...(range && { range }),
  });
  expect({ status, length: headers['content-length'], range: headers['content-range'] }).toEqual({
    status: 206,
    length: `${to - from}`,
    range: `bytes ${from}-${to - 1}/${CONTENT.length}`,
  });
  expect(body.equals(CONTENT.subarray(from, to))).toBe(true);
});

it('takes the address as ffmpeg spells it, with the port', async () => {
  const { status } = await ask(reader.address.replace('.invalid', '.invalid:80'), {
    'proxy-authorization': login(),
    range: 'bytes=0-9',
  });
  expect(status).toBe(206);
});

it('has nothing past the end', async () => {
  const { status, headers } = await ask(reader.address, { 'proxy-authorization': login(), range: 'bytes=3000000-' });
  expect([status, headers['content-range']]).toEqual([416, 'bytes */3000000']);
});

it.each(['', 'Basic bWVkaWE6', 'Bearer x', `Basic ${Buffer.from(`media:${'0'.repeat(48)}`).toString('base64')}`])(
  'sends nothing to those who do not know the password: %s',
  async (given) => {
    const { status, headers, body } = await ask(reader.address, given === '' ? {} : { 'proxy-authorization': given });
    expect([status, headers['proxy-authenticate'], body.length]).toEqual([407, 'Basic realm="media"', 0]);
  },
);

it('has a new password each time, of 192 bits, that is in no address', async () => {
  const other = await rangeReader(inMemory, 'my clip.mp4', () => undefined);
  expect(other.env.http_proxy).not.toBe(reader.env.http_proxy);
  expect(proxy().password).toMatch(/^[0-9a-f]{48}$/);
  expect(other.address).toBe(reader.address);
  expect(reader.address).toBe('http://source.invalid/my%20clip.mp4');
  await other.close();
});

it.each([
  'http://127.0.0.1/my%20clip.mp4',
  'http://source.invalid/',
  'http://source.invalid/other',
  'http://source.invalid:81/my%20clip.mp4',
  'https://source.invalid/my%20clip.mp4',
  'http://169.254.169.254/latest',
  '/my%20clip.mp4',
  'http://x@source.invalid/my%20clip.mp4',
])('leads nowhere else: %s', async (address) => {
  expect(await ask(address)).toMatchObject({ status: 403, body: Buffer.alloc(0) });
});

it.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('does not know %s', async (method) =>
  expect((await ask(reader.address, { 'proxy-authorization': login() }, method)).status).toBe(403),
);

it('makes no tunnel', async () => {
  const asked = request({
    host: '127.0.0.1',
    port: proxy().port,
    method: 'CONNECT',
    path: 'source.invalid:443',
    headers: { 'proxy-authorization': login() },
  }).end();
  await expect(once(asked, 'connect')).rejects.toThrow();
});

it('listens on this machine alone', () => expect(proxy().hostname).toBe('127.0.0.1'));

it('cuts the connection and tells why when bytes cannot be had', async () => {
  await reader.close();
  const why = new Error('the network is gone');
  reader = await rangeReader(
    {
      size: 1_000_000,
      isThere,
      read: async (at, length) => (at < 100_000 ? Buffer.alloc(Math.min(length, 100_000 - at)) : Promise.reject(why)),
    },
    'a',
    (error) => failures.push(error),
  );
  await expect(ask()).rejects.toThrow();
  expect(failures).toEqual([why]);
});

it('tells nothing when whoever asked has left meanwhile', async () => {
  await reader.close();
  const events = new EventEmitter();
  reader = await rangeReader(
    {
      size: 100,
      isThere,
      read: async () => {
        setImmediate(() => events.emit('reading'));
        await once(events, 'later');
        throw new Error('too late');
      },
    },
    'a',
    (error) => failures.push(error),
  );
  const asked = request({
    host: '127.0.0.1',
    port: proxy().port,
    path: reader.address,
    headers: { 'proxy-authorization': login() },
  }).end();
  asked.on('error', () => undefined);
  await once(events, 'reading');
  asked.destroy();
  // Closing waits until the server has seen it.
  await reader.close();
  events.emit('later');
  await new Promise(setImmediate);
  expect(failures).toEqual([]);
  reader = await rangeReader(inMemory, 'a', () => undefined);
});

it('is gone when it is closed, with those who are connected', async () => {
  const { port } = proxy();
  const idle = connect(Number(port), '127.0.0.1');
  await once(idle, 'connect');
  await Promise.all([reader.close(), once(idle, 'close')]);
  const late = connect(Number(port), '127.0.0.1');
  await expect(once(late, 'connect')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  reader = await rangeReader(inMemory, 'a', () => undefined);
});

it.each(['my clip.mp4', 'ä ö%20.mp4', '100%.mp4', "it's (1)!.mov", 'a?b#c.mp4', '\ud800.mp4'])(
  'an address names the source, for messages: %s',
  async (name) => {
    const named = await rangeReader(inMemory, name, () => undefined);
    expect(nameOf(named.address)).toBe(name.replace('\ud800', '\ufffd'));
    const { status } = await ask(named.address, {});
    expect(status).toBe(407);
    await named.close();
  },
);
