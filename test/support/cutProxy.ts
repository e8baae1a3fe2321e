import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

export interface CutProxy {
  /** http://127.0.0.1:port */
  endpoint: string;
  /** Cuts a connection each time that so many bytes have come from clients: as often as said, then no more. */
  cut(afterBytes: number, times: number): void;
  /** Nothing more is passed on from the client once so many bytes have come on any connection from now; the promise is done then. */
  hold(afterBytes: number): Promise<void>;
  /** Lets new bytes through again; those that were held are lost. */
  release(): void;
  /** How often it has cut. */
  cuts(): number;
  close(): Promise<void>;
}

/** A TCP proxy before a server on this machine, which cuts and holds connections. */
export async function startCutProxy(target: string): Promise<CutProxy> {
  const sockets = new Set<Socket>();
  let [after, left, cuts] = [Infinity, 0, 0];
  let held: { after: number; reached: () => void } | null = null;
  const server = createServer((client) => {
    const there = connect(Number(new URL(target).port), '127.0.0.1');
    for (const socket of [client, there]) {
      sockets.add(socket);
      socket
        .on('error', () => undefined)
        .on('close', () => {
          sockets.delete(socket);
          client.destroy();
          there.destroy();
        });
    }
    there.pipe(client);
    client.on('data', (chunk: Buffer) => {
      after -= chunk.length;
      if (held !== null) held.after -= chunk.length;
      if (held !== null && held.after <= 0) held.reached();
      else if (left > 0 && after <= 0) {
        left -= 1;
        cuts += 1;
        after = afterEach;
        client.destroy();
      } else there.write(chunk);
    });
  });
  let afterEach = Infinity;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut(afterBytes, times) {
      [after, afterEach, left, cuts] = [afterBytes, afterBytes, times, 0];
    },
    hold: (afterBytes) =>
      new Promise((resolve) => {
        held = { after: afterBytes, reached: resolve };
      }),
    release() {
      held = null;
    },
    cuts: () => cuts,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
