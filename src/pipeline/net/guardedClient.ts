import { Agent as HttpAgent, request as requestHttp } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import type { Readable } from 'node:stream';
import { errorCode } from '../base/errorFacts';
import { bare } from './guard';
import type { GuardOptions } from './guard';
import type { Timeouts } from './guardedAgent';
import { judgedTarget } from './judgedTarget';
import { Refusal } from './retrying';

export interface Answer {
  status: number;
  header(name: string): string | null;
  /** To be read to its end or destroyed. */
  body: Readable;
}

/** Fetches what may be long. */
export interface GuardedClient {
  /** One request; redirects are not followed. @throws address_refused; Refusal; what the network fails with */
  get(url: URL, headers: Record<string, string>, signal: AbortSignal): Promise<Answer>;
  /** Ends all connections. */
  destroy(): void;
}

/**
 * A client that only connects to what the guard lets through, each time that it connects. It is Node's own and not undici, whose release 7 throws where nobody
 * can catch it when a server ends the connection while the body waits to be read (nodejs/undici#5360): any server could end this process.
 */
export function guardedClient(guard: GuardOptions, timeouts: Timeouts): GuardedClient {
  const agents = { http: new HttpAgent({ keepAlive: true }), https: new HttpsAgent({ keepAlive: true }) };

  const ask = (url: URL, headers: Record<string, string>, signal: AbortSignal) =>
    new Promise<Answer>((resolve, reject) => {
      const secure = url.protocol === 'https:';
      const hostname = bare(url.hostname);
      const port = Number(url.port) || (secure ? 443 : 80);
      const { refused, lookup } = judgedTarget(guard, { protocol: url.protocol, hostname, port });
      if (refused !== null) {
        reject(refused);
        return;
      }
      const target = { hostname, port, path: url.pathname + url.search, headers, lookup, signal };
      const request = secure
        ? requestHttps({ ...target, agent: agents.https })
        : requestHttp({ ...target, agent: agents.http });
      const limit = (ms: number, why: string) => setTimeout(() => request.destroy(new Refusal(why, true)), ms);
      let late = limit(timeouts.connect, 'its server does not answer');
      const connected = () => {
        clearTimeout(late);
        // For the head as a whole, which could come byte by byte.
        late = limit(timeouts.idle, 'its server took the request and then stayed silent');
      };
      request.once('socket', (socket) =>
        socket.connecting ? socket.once(secure ? 'secureConnect' : 'connect', connected) : connected(),
      );
      request.once('response', (response) => {
        clearTimeout(late);
        request.setTimeout(timeouts.idle, () => response.destroy(new Refusal('its server stopped sending', true)));
        const header = (name: string) => {
          const value = response.headers[name];
          return typeof value === 'string' ? value : null;
        };
        resolve({ status: response.statusCode ?? 0, header, body: response });
      });
      // After the answer both tell nothing that its body does not tell.
      request.on('error', (error) =>
        reject(request.reusedSocket && errorCode(error) === 'ECONNRESET' ? new StaleConnection() : error),
      );
      request.once('close', () => {
        clearTimeout(late);
        reject(new Refusal('the connection was cut', true));
      });
      request.end();
    });

  return {
    async get(url, headers, signal) {
      for (;;) {
        try {
          return await ask(url, headers, signal);
        } catch (error) {
          // One that was kept may have been closed by the server just now. There are only so many of them.
          if (!(error instanceof StaleConnection)) throw error;
        }
      }
    },
    destroy() {
      agents.http.destroy();
      agents.https.destroy();
    },
  };
}

class StaleConnection extends Error {}
