import type { Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { unreadBytes } from './unreadBytes';

/**
 * ffmpeg asks for all bytes from some place on and leaves when it has read enough, while the system's buffers would swallow megabytes that nobody reads.
 * So only few may lie there, and more after a long stretch, of which they are a small share.
 */
const LYING = 128 * 1024;
const SHARE_LYING = 1 / 16;
/** More than the buffers hold: no need to look any more. */
const BUFFERS = 4 * 1024 * 1024;

/** Milliseconds between two looks: the first, doubled up to the last. */
const FIRST_LOOK = 1;
const LAST_LOOK = 32;

/** Where buffers cannot be looked into, a pause after each write has to do, for the first bytes of a request. */
const PAUSED = 2 * 1024 * 1024;
const PAUSE = 4;

/** Waits until the other side has read most of what it was sent. `sent`: bytes of this request so far. */
export function pacer(socket: Socket | null): (sent: number) => Promise<void> {
  let blind = false;
  return async (sent) => {
    const mayLie = Math.max(LYING, sent * SHARE_LYING);
    for (
      let wait = FIRST_LOOK;
      !blind && mayLie < BUFFERS && socket?.destroyed === false;
      wait = Math.min(2 * wait, LAST_LOOK)
    ) {
      const unread = await unreadBytes(socket);
      if (unread !== null && unread <= mayLie) return;
      if (unread === null) blind = true;
      else await setTimeout(wait);
    }
    if (blind && sent <= PAUSED) await setTimeout(PAUSE);
  };
}
