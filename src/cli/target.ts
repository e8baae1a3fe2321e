import { basename, dirname, join, parse, resolve } from 'node:path';
import { setOf } from '../pipeline/kinds';
import type { KindName } from '../pipeline/kinds';
import { destinationAt } from '../pipeline/kinds/destinationAt';
import { FILE_TYPES } from '../pipeline/media/formats';
import type { Format } from '../pipeline/media/formats';
import type { Destination } from '../pipeline/storage/destination';
import { streamDestination } from '../pipeline/storage/destinations';
import { addressOf, isFile, isStored } from '../pipeline/storage/place';
import { storageDestination } from '../pipeline/storage/storageDestination';
import type { StorageOptions } from '../pipeline/storage/scheme';
import { isSameFile } from '../pipeline/storage/sameFile';
import type { Target } from '../pipeline/request/target';
import type { Input } from './inputSource';
import type { Io } from './io';
import { mediaError } from '../pipeline/errors/mediaError';

/** The path that a result gets; null where it is no local file. */
export const pathOf = (target: Target, inputName: string, kind: KindName, format: Format): string | null =>
  pathWith(target, inputName, setOf(kind)?.extension ?? FILE_TYPES[format].extensions[0]);

function pathWith(target: Target, inputName: string, extension: string): string | null {
  if (target.is === 'stdout' || target.is === 'stored') return null;
  if (target.is === 'named') return target.path;
  return join(target.folder, `${parse(inputName).name || 'media'}.${extension}`);
}

/** @throws request_invalid when the result would take the place of the input, by whatever name or link */
export async function refuseInputAsOutput(
  target: Target,
  path: string | null,
  inputs: readonly Input[],
  cwd: string,
): Promise<void> {
  for (const input of inputs) {
    const object =
      target.is === 'stored' && isStored(input) && target.address === addressOf(input) ? target.address : null;
    const isInput = path !== null && isFile(input) && (await isSameFile(path, resolve(cwd, input.path)));
    const same = object ?? (isInput ? path : null);
    if (same !== null)
      throw mediaError('request_invalid', {
        problems: `The output is the input itself (${same}): name another one with -o.`,
      });
  }
}

export function destinationOf(
  target: Target,
  path: string | null,
  kind: KindName,
  { overwrite, options, io }: { overwrite: boolean; options?: StorageOptions; io: Io },
): Destination {
  if (target.is === 'stored') return storageDestination(target.address, { env: io.env, overwrite, options });
  if (path === null) return streamDestination(io.stdout);
  return destinationAt(kind, path, { overwrite });
}

/** Folder of what a dry run would write, and the file's name in it where it is settled. What is sent elsewhere in the end is shown in the working folder. */
export function placeOf(
  target: Target,
  inputName: string,
  kind: KindName,
  cwd: string,
): { folder: string; file: string | null } {
  if (target.is === 'stdout' || target.is === 'stored') return { folder: cwd, file: null };
  const set = setOf(kind);
  if (set !== null) return { folder: pathWith(target, inputName, set.extension) ?? cwd, file: null };
  return target.is === 'in'
    ? { folder: target.folder, file: null }
    : { folder: dirname(target.path), file: basename(target.path) };
}
