import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Limits } from '../../src/server/limits';
import { eventually } from '../support/processes';
import { authorization, raw, testServers, trickled } from '../support/jobServer';
import type { TestServer } from '../support/jobServer';

const { open } = testServers();
const idle = { starts: false };

const POST = `POST /jobs HTTP/1.1\r\nHost: 127.0.0.1\r\n${authorization}\r\nContent-Type: application/json\r\n`;
const JOB = '{"input":"https://media.example/a.mov","kind":"video"}';

/** An answer with a status and an error, of which the last line is JSON with these two fields. */
function expectRefusal(answer: string, status: number, kind: string): void {
  expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  const body = JSON.parse(answer.slice(answer.lastIndexOf('\r\n\r\n') + 4)) as object;
  expect(Object.keys(body)).toEqual(['kind', 'message']);
  expect(body).toMatchObject({ kind });
  // Nothing of this machine or of the code.
  expect(answer).not.toMatch(/\/tmp|\/home|node_modules|at .*\(|\.ts:|\.js:|x-powered-by|server:/i);
}

async function stillWorks(server: TestServer): Promise<void> {
  expect((await server.ask('GET', '/health')).status).toBe(200);
  expect(await server.engine.jobs.list()).toEqual([]);
}

describe('a malformed request', () => {
  it.each<[string, string, number, string]>([
    ['no HTTP at all', 'hello there\r\n\r\n', 400, 'request_malformed'],
    ['TLS', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', 400, 'request_malformed'],
    ['an unknown method', 'BREW /jobs HTTP/1.1\r\nHost: x\r\n\r\n', 400, 'request_malformed'],
    ['a header without a name', `${POST}: nothing\r\nContent-Length: 2\r\n\r\n{}`, 400, 'request_malformed'],
    ['a length that is no number', `${POST}Content-Length: many\r\n\r\n{}`, 400, 'request_malformed'],
    ['two lengths', `${POST}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{} `, 400, 'request_malformed'],
    [
      'length and chunks',
      `${POST}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
      400,
      'request_malformed',
    ],
    ['a broken chunk', `${POST}Transfer-Encoding: chunked\r\n\r\nxyz\r\n{}\r\n0\r\n\r\n`, 400, 'request_malformed'],
    ['no Host', `GET /jobs HTTP/1.1\r\n${authorization}\r\nConnection: close\r\n\r\n`, 400, 'request_malformed'],
    [
      'a Host that is none',
      `GET /jobs HTTP/1.1\r\nHost: a b\r\n${authorization}\r\nConnection: close\r\n\r\n`,
      400,
      'request_malformed',
    ],
    [
      'packed JSON',
      `${POST}Connection: close\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}`,
      400,
      'request_malformed',
    ],
    [
      'a path that is not decodable',
      `GET /jobs/%E0%A4%A HTTP/1.1\r\nHost: x\r\n${authorization}\r\nConnection: close\r\n\r\n`,
      404,
      'job_not_found',
    ],
  ])('%s is answered with a clear 4xx', async (_, text, status, kind) => {
    const server = await open(idle);
    const answer = await raw(server.port, Buffer.from(text, 'latin1'));
    expectRefusal(answer, status, kind);
    await stillWorks(server);
  });
});

it.each(['HTTP/1.0\r\n', 'HTTP/1.0\r\nHost:\r\n', 'HTTP/1.1\r\nHost:\r\nConnection: close\r\n'])(
  'a load balancer that names no host is answered (%j)',
  async (rest) => {
    const server = await open(idle);
    expect(await raw(server.port, `GET /health ${rest}\r\n`)).toMatch(/^HTTP\/1\.1 200 .*"status":"ok"/s);
    // Where it is to come back to is the address that it came to.
    const openApi = await raw(server.port, `GET /openapi.json ${rest}\r\n`);
    expect(openApi).toContain(`"servers":[{"url":"${server.url}"}]`);
  },
);

it('what a client expects beside being told to go on is passed over', async () => {
  const server = await open(idle);
  const answer = await raw(server.port, 'GET /health HTTP/1.1\r\nHost: x\r\nExpect: foo\r\nConnection: close\r\n\r\n');
  expect(answer).toMatch(/^HTTP\/1\.1 200 .*"status":"ok"/s);
});

describe('a huge request', () => {
  it('is refused by the length that it names, before it is read', async () => {
    const server = await open(idle);
    expectRefusal(
      await raw(server.port, `${POST}Connection: close\r\nContent-Length: 50000000000\r\n\r\n{"input":`),
      413,
      'request_too_large',
    );
    await stillWorks(server);
  });

  it('is refused while it comes', async () => {
    const server = await open({ ...idle, limits: { bodyBytes: 1_000 } });
    const piece = `${(400).toString(16)}\r\n${' '.repeat(400)}\r\n`;
    expectRefusal(
      await raw(server.port, `${POST}Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n${piece.repeat(3)}`),
      413,
      'request_too_large',
    );
    await stillWorks(server);
  });

  it('is read when it has just as much as it may', async () => {
    const server = await open({ ...idle, limits: { bodyBytes: 1_000 } });
    expect((await server.ask('POST', '/jobs', { body: JOB.padEnd(1_000) })).status).toBe(201);
    expect((await server.ask('POST', '/jobs', { body: JOB.padEnd(1_001) })).status).toBe(413);
  });

  it('of headers is refused', async () => {
    const server = await open(idle);
    expectRefusal(
      await raw(server.port, `GET /health HTTP/1.1\r\nHost: x\r\nX-Long: ${'x'.repeat(20_000)}\r\n\r\n`),
      431,
      'headers_too_large',
    );
    await stillWorks(server);
  });

  it('of nesting is no more than a wrong request', async () => {
    const server = await open(idle);
    const deep = `{"input":"https://a.example/x","kind":"video","metadata":${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}}`;
    const { status } = await server.ask('POST', '/jobs', { body: deep });
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
    await stillWorks(server);
  });
});

describe('a slow request', () => {
  it('is refused when its head does not come', async () => {
    const server = await open({ ...idle, limits: { headMs: 200 } });
    expectRefusal(await raw(server.port, `${POST}X-Slow: `), 408, 'request_timeout');
    await stillWorks(server);
  });

  it('is refused when its body does not come, however busy it looks', async () => {
    const server = await open({ ...idle, limits: { bodyMs: 300 } });
    const answer = await trickled(server.port, `${POST}Connection: close\r\nContent-Length: 100000\r\n\r\n`);
    expectRefusal(answer, 408, 'request_timeout');
    await stillWorks(server);
  });

  it.each([
    ['one that is answered without it', 'GET /jobs', 200],
    ['nobody’s', 'PUT /files/a.mp4', 401],
  ])('is not read to its end when it is %s', async (_, line, status) => {
    const server = await open({ ...idle, limits: { closeMs: 300 } });
    const answer = await trickled(
      server.port,
      `${line} HTTP/1.1\r\nHost: x\r\n${status === 200 ? `${authorization}\r\n` : ''}Content-Length: 100000\r\n\r\n`,
    );
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    await stillWorks(server);
  });

  it.each([
    ['leaves', 'PUT /files/a.mp4 HTTP/1.1\r\nHost: x\r\n'],
    ['is sent away', `${POST}Connection: close\r\n`],
  ])('whose client %s after the answer does no harm', async (_, head) => {
    const server = await open({ ...idle, limits: { closeMs: 50 } });
    const socket = connect(server.port, '127.0.0.1');
    socket.write(`${head}Content-Length: 50000000000\r\n\r\nx`);
    await once(socket, 'data');
    socket.destroy();
    // Longer than the server waits for the rest.
    await pause(200);
    await stillWorks(server);
  });

  it.each<[string, string, Partial<Limits>]>([
    ['a head', `${POST}X-Slow: `, { headMs: 200 }],
    ['a body', `${POST}Content-Length: 100000\r\n\r\n`, { bodyMs: 200 }],
    [
      'a file',
      `PUT /files/a.mp4 HTTP/1.1\r\nHost: x\r\n${authorization}\r\nContent-Length: 100000\r\n\r\n`,
      { uploadMs: 200 },
    ],
    ['what is no HTTP', 'hello there\r\n\r\n', {}],
    ['what nobody asked for', `GET /health HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n`, {}],
  ])('that drips %s has its connection closed after the answer, and not only half of it', async (_, head, limits) => {
    const server = await open({ ...idle, limits: { ...limits, closeMs: 100 } });
    const socket = connect({ port: server.port, host: '127.0.0.1', allowHalfOpen: true });
    await once(socket, 'connect');
    socket.on('error', () => undefined).resume();
    const closed = new Promise((resolve) => socket.once('close', resolve));
    // A drop keeps coming, and the client never closes its side: only the server can.
    const dripping = setInterval(() => socket.write('x'), 20).unref();
    socket.write(head);
    await closed;
    clearInterval(dripping);
    await stillWorks(server);
  });

  it('holds up no other', async () => {
    const server = await open(idle);
    const slow = await Promise.all(
      Array.from({ length: 100 }, async () => {
        const socket = connect(server.port, '127.0.0.1');
        await once(socket, 'connect');
        socket.write(`${POST}Content-Length: 100\r\n\r\n{`);
        return socket;
      }),
    );
    const began = performance.now();
    expect((await server.ask('GET', '/jobs')).status).toBe(200);
    expect(performance.now() - began).toBeLessThan(2_000);
    for (const socket of slow) socket.destroy();
    await stillWorks(server);
  });
});

describe('connections of one address', () => {
  it('are as many as the limit says, and further ones wait for none of them', async () => {
    const warned: string[] = [];
    const warn = jest.spyOn(process, 'emitWarning').mockImplementation((text) => void warned.push(String(text)));
    const server = await open({ ...idle, limits: { connections: 5 } });
    const held = Array.from({ length: 5 }, () => connect(server.port, '127.0.0.1'));
    await Promise.all(held.map((socket) => once(socket, 'connect')));
    expect(await raw(server.port, 'GET /health HTTP/1.1\r\nHost: x\r\n\r\n')).toBe('');
    expect(await raw(server.port, 'GET /health HTTP/1.1\r\nHost: x\r\n\r\n')).toBe('');
    expect(warned).toEqual([expect.stringMatching(/^More than 5 connections at a time from 127\.0\.0\.1: /)]);
    warn.mockRestore();
    for (const socket of held) socket.destroy();
    await eventually(async () => (await raw(server.port, 'GET /health HTTP/1.0\r\n\r\n')) !== '');
    await stillWorks(server);
  });

  it('are not counted where the limit is 0', async () => {
    const server = await open({ ...idle, limits: { connections: 0 } });
    const held = Array.from({ length: 300 }, () => connect(server.port, '127.0.0.1'));
    await Promise.all(held.map((socket) => once(socket, 'connect')));
    expect((await server.ask('GET', '/health')).status).toBe(200);
    for (const socket of held) socket.destroy();
  });
});

describe('a client that does not read', () => {
  it('is given up, however busy it looks', async () => {
    const server = await open({ ...idle, limits: { idleMs: 400 } });
    const socket = connect(server.port, '127.0.0.1');
    await once(socket, 'connect');
    socket.on('error', () => undefined).pause();
    const closed = new Promise((resolve) => socket.once('close', resolve));
    // Far more answers than the system takes for it; then one request that never ends.
    socket.write('GET /openapi.json HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(200));
    socket.write('GET /openapi.json HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n');
    const dripping = setInterval(() => socket.write('x'), 20).unref();
    await closed;
    clearInterval(dripping);
    await stillWorks(server);
  });
});

describe('a half-closed connection', () => {
  it('is answered when the request was whole', async () => {
    const server = await open(idle);
    const answer = await raw(server.port, `${POST}Content-Length: ${JOB.length}\r\n\r\n${JOB}`, { halfClose: true });
    expect(answer).toMatch(/^HTTP\/1\.1 201 .*"status":"queued"/s);
  });

  it('is refused when its body is not whole', async () => {
    const server = await open(idle);
    expectRefusal(
      await raw(server.port, `${POST}Content-Length: 1000\r\n\r\n${JOB}`, { halfClose: true }),
      400,
      'request_malformed',
    );
    await stillWorks(server);
  });

  it('is refused when its head is not whole', async () => {
    const server = await open(idle);
    expectRefusal(await raw(server.port, POST, { halfClose: true }), 400, 'request_malformed');
    await stillWorks(server);
  });

  it('that says nothing is closed', async () => {
    const server = await open(idle);
    expect(await raw(server.port, '', { halfClose: true })).toBe('');
    await stillWorks(server);
  });
});

it('a client that goes away in the middle leaves nothing', async () => {
  const server = await open(idle);
  for (let times = 0; times < 20; times++) {
    const socket = connect(server.port, '127.0.0.1');
    await once(socket, 'connect');
    socket.write(`${POST}Content-Length: 1000\r\n\r\n{`);
    await pause(1);
    socket.resetAndDestroy();
  }
  await stillWorks(server);
});
