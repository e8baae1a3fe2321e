import { isObject } from '../../../pipeline/base/isObject';
import { mediaError } from '../../../pipeline/errors/mediaError';
import type { MediaJobError } from '../../../pipeline/errors/mediaError';

/** Result codes of SQLite (sqlite.org/rescode.html), by their low byte. */
const [BUSY, LOCKED, READONLY, IOERR, CORRUPT, FULL, CANTOPEN, NOTADB] = [5, 6, 8, 10, 11, 13, 14, 26];

const resultCode = (error: unknown): number => (isObject(error) ? Number(error.errcode) & 0xff : 0);

/** Whether another process has the store locked: what was tried is tried again. */
export function isInTheWay(error: unknown): boolean {
  const code = resultCode(error);
  return code === BUSY || code === LOCKED;
}

/** A store that is not to be trusted. */
export const damaged = (store: string, why: unknown, cause?: unknown): MediaJobError =>
  mediaError(
    'store_unusable',
    {
      store,
      why: `the file is damaged (${String(why)})`,
      way: 'Move the file and those beside it elsewhere; a new one is made then. Nothing in it was changed',
    },
    cause,
  );

/** An error of SQLite as one of the table; others as they are. */
export function storeError(error: unknown, store: string): unknown {
  const words = error instanceof Error ? error.message : String(error);
  const unusable = (why: string, way: string) => mediaError('store_unusable', { store, why, way }, error);
  switch (resultCode(error)) {
    case CORRUPT:
    case NOTADB:
      return damaged(store, words, error);
    case FULL:
      return mediaError('disk_full', { where: ` (${store})` }, error);
    case BUSY:
    case LOCKED:
      return unusable('another process keeps it locked', 'Look for a process that hangs, then try again');
    case READONLY:
    case CANTOPEN:
    case IOERR:
      return unusable(words, 'Check that the folder and the file may be written to and that the disk is not full');
    default:
      return error;
  }
}
