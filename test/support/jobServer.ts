import { once } from 'node:events';
import { connect } from 'node:net';
import type { EngineOptions } from '../../src/jobs/engine';
import type { Engine } from '../../src/jobs/engine';
import type { ServerOptions, RunningServer } from '../../src/server/server';
import { startServer } from '../../src/server/server';
import type { Job } from '../../src/pipeline/job/job';
import { testHome } from './engine';

/** Keys that the servers of tests know. */
const KEY = 'a-key-for-the-tests';
export const OTHER_KEY = 'another-key-for-the-tests';

export interface TestServer extends RunningServer {
  engine: Engine;
  /** Asks with the first key unless `key` names another, or null for none. A body that is an object is sent as JSON. */
  ask(
    method: string,
    path: string,
    use?: { body?: object | string | Buffer; headers?: Record<string, string>; key?: string | null },
  ): Promise<Answer>;
  /** Creates a job and answers it when it has ended. */
  run(body: object): Promise<Job>;
}

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  /** The body as JSON. */
  body: unknown;
}

/** A home folder and servers on it, on free ports of 127.0.0.1; all are gone after each test. */
export function testServers(): {
  env: () => NodeJS.ProcessEnv;
  open: (
    options?: Partial<Omit<ServerOptions, 'engine'>> & { engine?: Partial<EngineOptions>; starts?: boolean },
  ) => Promise<TestServer>;
} {
  const servers: RunningServer[] = [];
  afterEach(async () => {
    for (const server of servers.splice(0)) await server.close();
  });
  const home = testHome();
  const env = () => ({ ...home.env(), MEDIA_JOBS_API_KEY: `${KEY},${OTHER_KEY}` });
  return {
    env,
    open: async ({ engine: options, starts = true, ...more } = {}) => {
      const engine = await home.open({ role: 'serve', ...options });
      const server = await startServer({ engine, env: env(), host: '127.0.0.1', port: 0, ...more });
      servers.push(server);
      if (starts) await engine.start();
      const ask: TestServer['ask'] = async (method, path, { body, headers = {}, key = KEY } = {}) => {
        const isText = typeof body === 'string' || Buffer.isBuffer(body);
        const response = await fetch(new URL(path, server.url), {
          method,
          headers: { ...(key !== null && { authorization: `Bearer ${key}` }), ...headers },
          ...(body !== undefined && { body: isText ? body : JSON.stringify(body) }),
        });
        const text = await response.text();
        return {
          status: response.status,
          headers: response.headers,
          text,
          body: text.startsWith('{') || text.startsWith('[') ? (JSON.parse(text) as unknown) : null,
        };
      };
      const run = async (body: object): Promise<Job> => {
        const created = await ask('POST', '/jobs', { body });
        const { id } = created.body as Job;
        if (created.status !== 201) throw new Error(created.text);
        await engine.jobs.ended(id, new AbortController().signal);
        return (await ask('GET', `/jobs/${id}`)).body as Job;
      };
      return { ...server, engine, ask, run };
    },
  };
}

/** Uploads a file and answers its address. */
export async function uploaded(server: TestServer, bytes: Buffer, name = 'upload.mp4', key?: string): Promise<string> {
  const { status, body, text } = await server.ask('PUT', `/files/${encodeURIComponent(name)}`, {
    body: bytes,
    ...(key !== undefined && { key }),
  });
  if (status !== 201) throw new Error(text);
  return (body as { url: string }).url;
}

export interface RawUse {
  /** Whether the client closes its side when all is sent. */
  halfClose?: boolean;
}

/** Sends bytes as they are and answers all that comes back until the server closes. */
export async function raw(port: number, text: string | Buffer, { halfClose = false }: RawUse = {}): Promise<string> {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  await once(socket, 'connect');
  const pieces: Buffer[] = [];
  socket.on('data', (piece: Buffer) => pieces.push(piece));
  // A server that refuses may close before all is sent, which is an error here.
  const ended = new Promise((resolve) => socket.once('end', resolve).once('close', resolve));
  socket.on('error', () => undefined);
  socket.write(text);
  if (halfClose) socket.end();
  await ended;
  socket.destroy();
  return Buffer.concat(pieces).toString();
}

/** Sends the head of a request at once and its body a byte at a time, until the server closes. @returns all that came back */
export async function trickled(port: number, head: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  let answer = '';
  socket.on('data', (piece: Buffer) => (answer += piece.toString())).on('error', () => undefined);
  await once(socket, 'connect');
  // Not by once(): a byte that comes after the server has closed is an error.
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.write(head);
  const trickle = setInterval(() => socket.write(' '), 20);
  await closed;
  clearInterval(trickle);
  return answer;
}

export const authorization = `Authorization: Bearer ${KEY}`;
