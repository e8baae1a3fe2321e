import { readFile } from 'node:fs/promises';
import type { Socket } from 'node:net';

/** Linux's list of IPv4 connections. `  7: 0100007F:A1B2 0100007F:C3D4 01 00000000:0001F400 …`: this end, that end, state, bytes to be sent and to be read. */
const TABLE = '/proc/net/tcp';

/** How many bytes that were written to a connection within this machine have not been read at its other end; null where the system does not say. */
export async function unreadBytes({
  localPort,
  remotePort,
}: Pick<Socket, 'localPort' | 'remotePort'>): Promise<number | null> {
  if (localPort === undefined || remotePort === undefined) return null;
  const table = await readFile(TABLE, 'latin1').catch(() => '');
  return unreadIn(table, localPort, remotePort);
}

/** Pure. What waits to be sent here and what waits to be read there. */
export function unreadIn(table: string, localPort: number, remotePort: number): number | null {
  const sending = queues(table, localPort, remotePort)?.sending;
  const reading = queues(table, remotePort, localPort)?.reading;
  return sending === undefined || reading === undefined ? null : sending + reading;
}

function queues(table: string, from: number, to: number): { sending: number; reading: number } | null {
  const at = table.indexOf(`${LOOPBACK}:${hex(from)} ${LOOPBACK}:${hex(to)} `);
  const [, sending, reading] = /^\S+ \S+ \S+ ([0-9A-F]{8}):([0-9A-F]{8})/.exec(table.slice(at, at + 60)) ?? [];
  return at < 0 || sending === undefined || reading === undefined
    ? null
    : { sending: Number.parseInt(sending, 16), reading: Number.parseInt(reading, 16) };
}

/** 127.0.0.1 in the order of bytes that machines with Linux mostly have. */
const LOOPBACK = '0100007F';
const hex = (port: number): string => port.toString(16).toUpperCase().padStart(4, '0');
