import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { errorCode } from '../../src/pipeline/base/errorFacts';

export interface Canaries {
  /** The same one everywhere. */
  port: number;
  /** Connections that were made to them. */
  reached(): number;
  close(): Promise<void>;
}

/** Not every machine has the second, or the third. */
const PLACES = ['127.0.0.1', '127.0.0.2', '::1'];
const MISSING = ['EADDRNOTAVAIL', 'EAFNOSUPPORT'];

/** Listeners on this machine's own addresses, IPv4 and IPv6, that nobody must reach. They answer as a web server with a secret would. */
export async function canaries(): Promise<Canaries> {
  let count = 0;
  const servers: Server[] = [];
  const listen = async (host: string, port: number): Promise<void> => {
    const server = createServer((socket) => {
      count += 1;
      socket
        .on('error', () => undefined)
        .resume()
        .end('HTTP/1.1 200 OK\r\ncontent-length: 6\r\nconnection: close\r\n\r\nsecret');
    }).listen({ host, port });
    await once(server, 'listening');
    servers.push(server);
  };
  const close = async () => {
    await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
  };
  for (let tries = 0; tries < 20; tries++) {
    try {
      const [first, ...others] = PLACES;
      await listen(first ?? '', 0);
      const { port } = servers[0]?.address() as AddressInfo;
      for (const place of others) {
        await listen(place, port).catch((error: unknown) => {
          if (!MISSING.includes(errorCode(error))) throw error;
        });
      }
      return { port, reached: () => count, close };
    } catch (error) {
      // Somebody else has that port at another address.
      await close();
      if (errorCode(error) !== 'EADDRINUSE') throw error;
    }
  }
  throw new Error('No port is free at all addresses of this machine');
}
