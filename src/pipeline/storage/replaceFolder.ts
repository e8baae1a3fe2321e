import { randomBytes } from 'node:crypto';
import { rename } from 'node:fs/promises';
import { basename } from 'node:path';
import { jobScope } from '../job/jobScope';
import { errorCode } from '../base/errorFacts';
import { fileProblem } from './fileProblem';
import { ownMark } from './processMark';
import { removeFolder } from './removeFolder';
import { mediaError } from '../errors/mediaError';

/** Stands in the name of a folder that has stepped aside, behind the name that it had; then the tag of the job's scope, or the mark of this process. */
export const ASIDE = '.old-';

type Rename = (from: string, to: string) => Promise<void>;

/** Moves a whole folder to where nothing is, or an empty folder. @throws errors of the system as they are; ENOTEMPTY or EEXIST when the place is taken */
export const putFolder: Rename = rename;

/**
 * Puts a folder in the place of another one. The old one steps aside under a name of its own, comes back if the new one cannot take its
 * place, and is removed at the end: at no time is there half of either.
 * @param move renames a folder
 * @throws output_unwritable when the old one could not come back, saying where it lies; errors of the system as they are
 */
export async function swapFolder(fresh: string, target: string, move: Rename = rename): Promise<void> {
  const old = `${target}${ASIDE}${whose(target)}${randomBytes(3).toString('hex')}`;
  try {
    await move(target, old);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
    return move(fresh, target);
  }
  try {
    await move(fresh, target);
  } catch (error) {
    await move(old, target).catch((failed: unknown) => {
      const why = `${fileProblem(error)}; the old folder now lies at ${old} (${fileProblem(failed)})`;
      throw mediaError('output_unwritable', { output: target, why }, error);
    });
    throw error;
  }
  await removeFolder(old);
}

/** File systems take 255 bytes of a name: where a mark would not fit, nobody will know whose the folder was. */
const LONGEST_MARKED = 180;

function whose(target: string): string {
  const tag = jobScope.getStore()?.tag;
  if (tag !== undefined) return `${tag}-`;
  return Buffer.byteLength(basename(target)) > LONGEST_MARKED ? '' : ownMark();
}

/** Ends what a process that was killed had begun: a folder that stepped aside comes back where nothing has taken its place, and is removed otherwise. */
export async function endSwap(old: string, target: string): Promise<void> {
  try {
    await rename(old, target);
  } catch (error) {
    // Only what somebody else stands in the place of is of no use any more.
    if (TAKEN.includes(errorCode(error))) await removeFolder(old);
  }
}

/** What a system calls a place where something is. */
const TAKEN = ['ENOTEMPTY', 'EEXIST', 'ENOTDIR'];
