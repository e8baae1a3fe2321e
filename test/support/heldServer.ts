import { createReadStream } from 'node:fs';
import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface HeldServer {
  /** Address of a picture that is answered when it is let go. */
  url: (name: string) => string;
  /** Names that have been asked for and are held. */
  held: () => string[];
  /** Answers it now, or as soon as it is asked for. */
  letGo(name: string): void;
  close(): Promise<void>;
}

/** A server on this machine that keeps back its answers, so that a job which fetches from it runs for as long as a test wants. Its host is allowed as long as it runs. */
export async function heldServer(file: string): Promise<HeldServer> {
  const open = new Map<string, ServerResponse[]>();
  const free = new Set<string>();
  const answer = (response: ServerResponse) => void createReadStream(file).pipe(response);
  const server = createServer(({ url = '' }, response) => {
    const name = url.slice(1);
    if (free.has(name)) answer(response);
    else {
      open.set(name, [...(open.get(name) ?? []), response]);
      response.once('close', () => open.delete(name));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  process.env['MEDIA_JOBS_ALLOW_HOSTS'] = host;
  return {
    url: (name) => `http://${host}/${name}`,
    held: () => [...open.keys()],
    letGo(name) {
      free.add(name);
      for (const response of open.get(name) ?? []) answer(response);
      open.delete(name);
    },
    async close() {
      delete process.env['MEDIA_JOBS_ALLOW_HOSTS'];
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
