import { createServer } from 'node:http';
import type { IncomingMessage, RequestListener } from 'node:http';
import { createServer as createListener } from 'node:net';
import type { AddressInfo, Server } from 'node:net';

export interface TestServer {
  port: number;
  /** `http://127.0.0.1:port` */
  origin: string;
  requests: IncomingMessage[];
  close(): Promise<void>;
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

/** A web server on a free port of 127.0.0.1. */
export async function serve(listener: RequestListener): Promise<TestServer> {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    listener(request, response);
  });
  const port = await listen(server);
  return {
    port, requests, origin: `http://127.0.0.1:${port}`,
    close: () => new Promise((resolve) => {
      server.close(() => { resolve(); });
      server.closeAllConnections();
    }),
  };
}

export interface Canary {
  port: number;
  /** Connections that were made to it. */
  reached(): number;
  close(): Promise<void>;
}

/** A listener on 127.0.0.1 that nobody must reach. */
export async function canary(): Promise<Canary> {
  let count = 0;
  const server = createListener((socket) => {
    count += 1;
    socket.end('HTTP/1.1 200 OK\r\ncontent-length: 6\r\nconnection: close\r\n\r\nsecret');
  });
  const port = await listen(server);
  return { port, reached: () => count, close: () => new Promise((resolve) => server.close(() => { resolve(); })) };
}
