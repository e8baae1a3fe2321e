import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ApiAccess } from '../../src/backends/apiAccess';

/** What it answers to one request. */
export type Reply =
  | { status?: number; headers?: Record<string, string>; body?: unknown }
  | ((request: IncomingMessage, response: ServerResponse) => void);

export interface HostedApi {
  origin: string;
  access: ApiAccess;
  /** Requests that came, as `METHOD /path`. */
  asked: string[];
  /** Sets the replies to a path, one after the other; the last one stays. */
  answer(path: string, ...replies: Reply[]): void;
  close(): Promise<void>;
}

export const API_KEY = 'key_0123456789abcdef';

/**
 * A hosted API on 127.0.0.1 that is as strict as one may be: it knows no path but those that were set, and takes no request
 * without the right key, with a body, or of another method than GET.
 */
export async function hostedApi(name: string, base = ''): Promise<HostedApi> {
  const replies = new Map<string, Reply[]>();
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const { method = '', url = '', headers } = request;
    asked.push(`${method} ${url}`);
    const send = ({ status = 200, headers: more = {}, body }: Exclude<Reply, (...args: never[]) => void>) => {
      response
        .writeHead(status, { 'content-type': 'application/json', ...more })
        .end(typeof body === 'string' ? body : JSON.stringify(body ?? {}));
    };
    if (method !== 'GET' || headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined) {
      send({ status: 405 });
      return;
    }
    if (headers.authorization !== `Bearer ${API_KEY}`) {
      send({
        status: 401,
        body: { kind: 'token_invalid', message: `The key ${String(headers.authorization)} is not known` },
      });
      return;
    }
    const list = replies.get(url.slice(base.length)) ?? [];
    const reply = list.length > 1 ? list.shift() : list[0];
    if (!url.startsWith(base) || reply === undefined) send({ status: 404, body: { kind: 'not_found' } });
    else if (typeof reply === 'function') reply(request, response);
    else send(reply);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    asked,
    access: { name, baseUrl: `${origin}${base}`, apiKey: API_KEY },
    answer: (path, ...more) => void replies.set(path, more),
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
