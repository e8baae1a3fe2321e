import { readdir } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import { setOf } from '../kinds';
import type { KindName } from '../kinds';
import { storageFor } from '../storage/storages';

/** Where a result is to go, as it was given: `-o` of a command, `output` of an order, or an address in a storage. */
export type Target =
  | { is: 'stdout' }
  /** A file in a storage, or below an address that ends in a slash the input's name; for a set always the latter. */
  | { is: 'stored'; address: string; extension: string | null }
  /** The result gets the input's name in this folder. */
  | { is: 'in'; folder: string }
  /** A name of its own; for a set that of the folder which holds the set. */
  | { is: 'named'; path: string; extension: string | null };

/**
 * Reads it: `-`, an existing folder or a name that ends in a slash, or a file; without it the working folder is meant.
 * A set is a folder, so there the name is that folder itself, unless it exists already and holds other things.
 */
export async function readTarget(kind: KindName, output: string | undefined, cwd: string): Promise<Target> {
  if (output === '-') return { is: 'stdout' };
  if (output !== undefined && storageFor(output) !== null) {
    const extension = extensionOf(output);
    return {
      is: 'stored',
      address: setOf(kind) !== null ? output.replace(/\/?$/, '/') : output,
      extension: output.endsWith('/') ? null : extension,
    };
  }
  if (output === undefined) return { is: 'in', folder: cwd };
  const path = resolve(cwd, output);
  const entries = await readdir(path).catch(() => null);
  const set = setOf(kind);
  if (set !== null) {
    if (entries !== null && entries.length > 0 && !entries.includes(set.mainFile)) return { is: 'in', folder: path };
    return { is: 'named', path, extension: endsInSlash(output) || entries !== null ? null : extensionOf(path) };
  }
  return endsInSlash(output) || entries !== null
    ? { is: 'in', folder: path }
    : { is: 'named', path, extension: extensionOf(path) };
}

const endsInSlash = (output: string): boolean =>
  output.endsWith('/') || (process.platform === 'win32' && output.endsWith('\\'));
const extensionOf = (path: string): string | null => extname(path).slice(1).toLowerCase() || null;

/** The extension that a target asks for, where it names a result. */
export const askedExtension = (target: Target): string | null =>
  target.is === 'named' || target.is === 'stored' ? target.extension : null;
