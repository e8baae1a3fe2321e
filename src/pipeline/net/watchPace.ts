import type { Readable } from 'node:stream';
import { Refusal } from './retrying';

/** Milliseconds that a server may be silent, or next to it. */
export const IDLE_TIMEOUT = 30_000;

/** Bytes a second. Media come a hundred times faster over the poorest line; a server that sends less, byte by byte, would hold a job for days. */
const LEAST_RATE = 1024;

export interface Pace {
  /** To be told of all bytes that come. */
  received(bytes: number): void;
  /** To be called when the transfer has ended. */
  end(): void;
}

/** Ends a transfer that stalls or trickles: `body` fails with a Refusal. @param within milliseconds over which it is measured */
export function watchPace(body: Readable, within = IDLE_TIMEOUT): Pace {
  let bytes = 0;
  const timer = setInterval(() => {
    if (bytes < (LEAST_RATE * within) / 1000)
      body.destroy(new Refusal(bytes === 0 ? 'its server stopped sending' : 'its server sends too slowly', true));
    bytes = 0;
  }, within);
  return {
    received: (more) => {
      bytes += more;
    },
    end: () => clearInterval(timer),
  };
}
