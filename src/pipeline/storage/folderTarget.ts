import { lstat, opendir, stat } from 'node:fs/promises';
import { dirname, relative, sep } from 'node:path';
import type { ResultSet } from '../media/resultSet';
import { errorCode } from '../base/errorFacts';
import { outputError } from './fileProblem';
import { mediaError } from '../errors/mediaError';

/** How a folder is put in its place. */
export interface FolderUse {
  overwrite: boolean;
  /** What an earlier result looks like that may be replaced; absent: none may. */
  sets?: readonly ResultSet[];
}

/**
 * Refuses a place where a folder cannot be put as a whole. An empty folder is as good as none. With `overwrite`, a folder is replaced with all that
 * it holds, so it must look like an earlier result: nobody is to lose a folder of photographs to a slip of the keyboard.
 * @param output absolute
 * @throws output_exists, output_unwritable
 */
export async function refuseTakenFolder(output: string, { overwrite, sets = [] }: FolderUse): Promise<void> {
  const refuse = (why: string) => mediaError('output_unwritable', { output, why });
  try {
    const there = await lstat(output);
    if (!there.isDirectory())
      throw overwrite
        ? refuse('a file of this name is there; the result is a folder')
        : mediaError('output_exists', { output });
    if (isWithin(process.cwd(), output))
      throw refuse('this program runs in it, and it would be replaced as a whole; name a new folder inside it');
    const mounted = there.dev !== (await stat(dirname(output))).dev;
    if (mounted)
      throw refuse('it is the root of a mounted disk, which cannot be replaced; name a new folder inside it');
    const strange = await strangeEntry(output, overwrite, sets);
    if (strange === null) return;
    if (!overwrite) throw mediaError('output_exists', { output });
    throw refuse(
      `it holds ${strange}, so it is no earlier result, and overwriting would remove all that is in it; name another folder`,
    );
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw outputError(error, output);
  }
}

/** What keeps a folder from being replaced: anything at all, or what an earlier result does not hold. Null: nothing. */
async function strangeEntry(folder: string, overwrite: boolean, sets: readonly ResultSet[]): Promise<string | null> {
  let empty = true;
  let marked = false;
  for await (const entry of await opendir(folder, { recursive: overwrite })) {
    empty = false;
    const name = entry.name.toLowerCase();
    const isList = sets.some(({ lists }) => lists.test(name));
    const known = isList || sets.some(({ files }) => files.test(name));
    if (!overwrite || !(entry.isDirectory() || (entry.isFile() && known))) return `"${entry.name}"`;
    marked ||= isList;
  }
  return empty || marked ? null : 'no list of what is in it';
}

function isWithin(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`);
}
