import { createReadStream, createWriteStream } from 'node:fs';
import { link, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { errorCode } from '../base/errorFacts';
import { withWorkFolder } from './workFolder';
import { mediaError } from '../errors/mediaError';

export interface PlaceUse {
  /** Replace what is there. */
  overwrite: boolean;
  signal: AbortSignal;
  /** The calls of the system that not every file system has. */
  system?: System;
}
interface System {
  link: (from: string, to: string) => Promise<void>;
  rename: (from: string, to: string) => Promise<void>;
}

/**
 * Moves a finished file to where it is to be seen, in one step: before it nothing is there (or the old file), after it the whole new one,
 * on the disk and not only in memory. From another disk it is copied into a hidden folder beside the target first. `from` may stay where it is.
 * @throws disk_full, output_unwritable, internal_error; EEXIST and other errors of the system as they are; AbortError
 */
export async function placeFile(
  from: string,
  to: string,
  { overwrite, signal, system = { link, rename } }: PlaceUse,
): Promise<void> {
  await flush(from).catch((error: unknown) => {
    throw errorCode(error) === 'ENOENT'
      ? mediaError('internal_error', { why: `the finished file ${from} is gone` }, error)
      : error;
  });
  const put = overwrite ? system.rename : (source: string) => putNew(source, to, system);
  try {
    await put(from, to);
  } catch (error) {
    if (errorCode(error) !== 'EXDEV') throw error;
    await withWorkFolder(dirname(to), async (folder) => {
      const copy = join(folder, 'copy');
      await pipeline(createReadStream(from), createWriteStream(copy, { flags: 'wx' }), { signal });
      await flush(copy);
      await put(copy, to);
    });
  }
}

/** What file systems without links (FAT, some network shares) answer. */
const NO_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK']);

/** A link, unlike a rename, fails when something is there already. */
async function putNew(from: string, to: string, system: System): Promise<void> {
  try {
    await system.link(from, to);
  } catch (error) {
    if (!NO_LINKS.has(errorCode(error))) throw error;
    return putClaimed(from, to, system);
  }
}

/** Without links: takes the name with an empty file, which fails when the name is taken, and puts the whole file over it at once. */
async function putClaimed(from: string, to: string, system: System): Promise<void> {
  await (await open(to, 'wx')).close();
  try {
    await system.rename(from, to);
  } catch (error) {
    await rm(to, { force: true });
    throw error;
  }
}

/** Has a file's bytes written to the disk. */
async function flush(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.datasync();
  } finally {
    await file.close();
  }
}
