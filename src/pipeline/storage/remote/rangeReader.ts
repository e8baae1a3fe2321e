import { randomBytes, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Bytes } from '../bytes';
import { pacer } from './pacer';
import { sourceAddress } from '../../media/sourceAddress';

/** Bytes of one write: few at first, more in a long stretch. */
const SMALL_BLOCK = 64 * 1024;
const LARGE_BLOCK = 1024 * 1024;
const blockAfter = (sent: number): number => Math.min(LARGE_BLOCK, Math.max(SMALL_BLOCK, Math.floor(sent / 16)));

/** Bytes of which some may have to be fetched. */
export interface FetchedBytes extends Bytes {
  /** Whether they can be read at once. */
  isThere(at: number, length: number): boolean;
}

/** Serves a file to child processes of this one that are given `env`, and to nobody else. */
export interface RangeReader {
  /** What they open. */
  address: string;
  /** What has to be in their environment, which only this user can read, unlike their arguments. */
  env: Record<string, string>;
  /** Ends all connections. */
  close(): Promise<void>;
}

/**
 * A proxy on 127.0.0.1 that knows one address alone. ffmpeg never learns where a source lies, and whatever a file could make it ask for comes here and is refused.
 * @param failed told when bytes that a child waits for cannot be had. The child sees a connection that is cut
 */
export async function rangeReader(
  bytes: FetchedBytes,
  name: string,
  failed: (error: unknown) => void,
): Promise<RangeReader> {
  const address = sourceAddress(name);
  const password = randomBytes(24).toString('hex');
  const wanted = Buffer.from(`Basic ${Buffer.from(`media:${password}`).toString('base64')}`);
  const knowsIt = ({ headers }: IncomingMessage) => {
    const given = Buffer.from(headers['proxy-authorization'] ?? '');
    return given.length === wanted.length && timingSafeEqual(given, wanted);
  };
  let closing = false;
  const server = createServer((request, response) => {
    if (!knowsIt(request))
      response.writeHead(407, { 'proxy-authenticate': 'Basic realm="media"', connection: 'close' }).end();
    else if (
      request.method !== 'GET' ||
      !URL.canParse(request.url ?? '') ||
      new URL(request.url ?? '').href !== address
    )
      response.writeHead(403, { connection: 'close' }).end();
    else {
      send(bytes, request.headers.range, response).catch((error: unknown) => {
        if (!closing && !response.destroyed) failed(error);
        response.destroy();
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    address,
    env: { http_proxy: `http://media:${password}@127.0.0.1:${port}`, no_proxy: '' },
    close: async () => {
      closing = true;
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function send(bytes: FetchedBytes, range: string | undefined, response: ServerResponse): Promise<void> {
  const { size } = bytes;
  const [, first = '0', last = ''] = /^bytes=(\d+)-(\d*)$/.exec(range ?? '') ?? [];
  const from = Number(first);
  const to = last === '' ? size : Math.min(Number(last) + 1, size);
  if (from >= to) {
    response.writeHead(416, { 'content-range': `bytes */${size}`, connection: 'close' }).end();
    return;
  }
  response.writeHead(206, {
    'accept-ranges': 'bytes',
    'content-length': to - from,
    'content-range': `bytes ${from}-${to - 1}/${size}`,
    connection: 'close',
  });
  const pace = pacer(response.socket);
  for (let at = from; at < to && !response.destroyed;) {
    const length = Math.min(blockAfter(at - from), to - at);
    // What would have to be fetched is not fetched before the other side wants it.
    if (!bytes.isThere(at, length)) await pace(at - from);
    const block = await bytes.read(at, length);
    at += block.length;
    if (!response.write(block)) await drained(response);
  }
  response.end();
}

/** Also when it is closed. */
async function drained(response: ServerResponse): Promise<void> {
  if (response.destroyed) return;
  await new Promise<void>((resolve) => {
    const go = () => {
      response.off('drain', go).off('close', go);
      resolve();
    };
    response.on('drain', go).on('close', go);
  });
}
