import { open, stat } from 'node:fs/promises';
import type { Stats } from 'node:fs';
import { basename, resolve } from 'node:path';
import { throwIfCancelled } from '../errors/cancelled';
import { errorCode } from '../base/errorFacts';
import { fileProblem } from './fileProblem';
import type { Source } from './source';
import { mediaError } from '../errors/mediaError';

/** A file on this machine, read where it lies. */
export function fileSource(path: string): Source {
  return {
    shown: path,
    name: basename(resolve(path)),
    async open(_folder, { signal, progress }) {
      throwIfCancelled(signal);
      const absolute = resolve(path);
      const found = await stat(absolute).catch((error: unknown) => {
        throw readError(error, path);
      });
      // Asked before the file is opened: opening a named pipe would wait for its other end.
      const kind = notPlain(found);
      if (kind !== null) throw mediaError('input_unsupported', { input: path, why: `it is ${kind}, not a file` });
      if (found.size === 0) throw mediaError('input_empty', { input: path });
      const file = await open(absolute, 'r').catch((error: unknown) => {
        throw readError(error, path);
      });
      await file.close();
      progress(100);
      return absolute;
    },
  };
}

function readError(error: unknown, path: string): Error {
  const code = errorCode(error);
  if (code === 'ENOENT' || code === 'ENOTDIR') return mediaError('input_not_found', { input: path }, error);
  return mediaError('invalid_input', { input: path, why: fileProblem(error) }, error);
}

function notPlain(found: Stats): string | null {
  if (found.isFile()) return null;
  if (found.isDirectory()) return 'a folder';
  if (found.isFIFO()) return 'a named pipe';
  return found.isSocket() ? 'a socket' : 'a device';
}
