import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import ipaddr from 'ipaddr.js';
import type { Limits } from './limits';

/**
 * Closes connections of a server that cost it more than they should: those beyond what one address may have, and those whose client does not read what it is
 * sent. The latter is seen by what goes out alone: a client that goes on sending looks busy to Node's own timeout.
 */
export function watchConnections(
  server: Server,
  { connections, idleMs }: Pick<Limits, 'connections' | 'idleMs'>,
): void {
  const open = new Map<Socket, Outgoing>();
  const ofAddress = new Map<string, number>();
  let isWarned = false;

  server.on('connection', (socket: Socket) => {
    const address = addressOf(socket);
    const count = (ofAddress.get(address) ?? 0) + 1;
    if (connections > 0 && count > connections) {
      if (!isWarned) process.emitWarning(tooMany(address, connections));
      isWarned = true;
      socket.destroy();
      return;
    }
    ofAddress.set(address, count);
    open.set(socket, { taken: 0, at: performance.now() });
    socket.once('close', () => {
      open.delete(socket);
      const left = (ofAddress.get(address) ?? 1) - 1;
      if (left > 0) ofAddress.set(address, left);
      else ofAddress.delete(address);
    });
  });

  const timer = setInterval(
    () => {
      for (const [socket, outgoing] of open) if (isUnread(socket, outgoing, idleMs)) socket.destroy();
    },
    Math.min(idleMs, 5_000),
  ).unref();
  server.once('close', () => clearInterval(timer));
}

/** How much of what was sent the system has taken, and since when it has taken no more. */
interface Outgoing {
  taken: number;
  at: number;
}

function isUnread(socket: Socket, outgoing: Outgoing, idleMs: number): boolean {
  const taken = socket.bytesWritten - socket.writableLength;
  if (socket.writableLength > 0 && taken === outgoing.taken) return performance.now() - outgoing.at > idleMs;
  Object.assign(outgoing, { taken, at: performance.now() });
  return false;
}

/** One address, or the network that one customer has of IPv6 (RFC 6177: a /64 at least). */
function addressOf({ remoteAddress = '' }: Socket): string {
  if (!ipaddr.isValid(remoteAddress)) return remoteAddress;
  const address = ipaddr.process(remoteAddress);
  return address instanceof ipaddr.IPv4 ? address.toString() : address.toByteArray().slice(0, 8).join('.');
}

const tooMany = (address: string, connections: number): string =>
  `More than ${connections} connections at a time from ${address}: further ones are closed unanswered. ` +
  'MEDIA_JOBS_CONNECTIONS_PER_ADDRESS allows more, as a proxy may need.';
