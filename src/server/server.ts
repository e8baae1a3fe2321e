import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { once } from 'node:events';
import { isIPv6 } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { join } from 'node:path';
import { getRequestListener, RequestError } from '@hono/node-server';
import type { Engine } from '../jobs/engine';
import { retentionOf } from '../jobs/housekeeping';
import { ResultLinks } from '../jobs/resultLinks';
import { errorBody, refusalOf, refuse } from './answerError';
import { apiKeys } from './apiKeys';
import { createApp } from './app';
import { watchConnections } from './connections';
import { limitsOf } from './limits';
import type { Limits } from './limits';
import { Metrics } from './metrics';
import { Uploads } from './uploads';
import { mediaError, toMediaError } from '../pipeline/errors/mediaError';

export interface ServerOptions {
  engine: Engine;
  env: NodeJS.ProcessEnv;
  host: string;
  /** 0: any that is free. */
  port: number;
  /** Where clients find the server, where that is not the address that they name: behind a proxy. Without a slash at its end. */
  publicUrl?: string | null;
  limits?: Partial<Limits>;
  now?: () => number;
}

export interface RunningServer {
  /** Such as http://127.0.0.1:4680. */
  url: string;
  port: number;
  /** The key that was made at this start, which is kept nowhere. */
  newKey: string | null;
  /** Takes no more requests, and resolves when those under way are answered or the time (ms) is over. The engine goes on. */
  close(graceMs?: number): Promise<void>;
}

/** Uploads are looked through this often (ms). */
const SWEEP_MS = 600_000;

/** Serves the job API for an engine. @throws request_invalid when a setting is wrong; what listening fails with, such as EADDRINUSE */
export async function startServer({
  engine,
  env,
  host,
  port,
  publicUrl = null,
  limits: set,
  now = Date.now,
}: ServerOptions): Promise<RunningServer> {
  const { keys, made } = await apiKeys(engine.home, env);
  const limits: Limits = { ...limitsOf(env), ...set };
  const uploads = new Uploads(join(engine.home.folder, 'uploads'), limits);
  const closing = new AbortController();
  const metrics = await Metrics.of(engine);
  const app = createApp({
    engine,
    keys,
    links: await ResultLinks.open(engine.home, now),
    uploads,
    metrics,
    publicUrl,
    limits,
    closing: closing.signal,
  });

  const listener = getRequestListener(app.fetch, { overrideGlobalObjects: false, errorHandler: unreadable });
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    // A request that has ended has no socket any more.
    const { socket } = request;
    response.once('finish', () => leaveUnread(request, socket, limits.closeMs));
    if (request.headers.host === undefined && request.httpVersion === '1.1') {
      refuse(mediaError('request_malformed', { why: 'it has no header Host' }), socket, limits.closeMs);
      return;
    }
    request.headers.host ||= reachedAt(socket);
    void listener(request, response);
  };
  const server = createServer(
    {
      headersTimeout: limits.headMs,
      requestTimeout: 0,
      connectionsCheckingInterval: Math.min(1_000, limits.headMs),
      keepAliveTimeout: 5_000,
      // Node would refuse it without a word.
      requireHostHeader: false,
    },
    answer,
  );
  // What else is expected than to be told to go on is passed over, as RFC 9110, 10.1.1 lets a server do.
  server.on('checkExpectation', answer);
  server.timeout = limits.idleMs;
  server.on('timeout', (socket: Socket) => {
    refuse(
      mediaError('request_timeout', { why: `nothing came for ${limits.idleMs / 1000} s` }),
      socket,
      limits.closeMs,
    );
    socket.destroySoon();
  });
  // Who has sent a whole request and closes that side of the connection is answered all the same.
  Object.assign(server, { httpAllowHalfOpen: true });
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => refuse(refusalOf(error), socket, limits.closeMs));
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    metrics.close();
    throw error;
  }
  watchConnections(server, limits);

  const sweep = () => void uploads.sweep(Date.now() - retentionOf(env).files);
  sweep();
  const sweeper = setInterval(sweep, SWEEP_MS).unref();
  const bound = (server.address() as AddressInfo).port;
  return {
    url: `http://${isIPv6(host) ? `[${host}]` : host}:${bound}`,
    port: bound,
    newKey: made,
    close: async (graceMs = 0) => {
      clearInterval(sweeper);
      closing.abort();
      await closed(server, graceMs);
      metrics.close();
    },
  };
}

/** Host of a request that names none, as HTTP/1.0 allows and load balancers ask: the address that it came to. */
function reachedAt({ localAddress = '', localPort = 0 }: Socket): string {
  return `${isIPv6(localAddress) ? `[${localAddress}]` : localAddress}:${localPort}`;
}

/** The rest of a request that has been answered already is not waited for any longer. A client that has sent it by then has got its answer. */
function leaveUnread(request: IncomingMessage, socket: Socket, ms: number): void {
  if (request.complete) return;
  const late = setTimeout(() => {
    if (!request.complete) socket.destroy();
  }, ms).unref();
  socket.once('close', () => clearTimeout(late));
}

/** The answer where no request could be made of what came, so that the routes were not asked. */
function unreadable(thrown: unknown): Response {
  const error =
    thrown instanceof RequestError
      ? mediaError('request_malformed', { why: 'its address or its header Host is wrong' }, thrown)
      : toMediaError(thrown);
  return Response.json(errorBody(error), { status: error.status });
}

async function closed(server: Server, graceMs: number): Promise<void> {
  const end = once(server, 'close');
  server.close();
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), graceMs);
  await end;
  clearTimeout(timer);
}
