import { randomBytes } from 'node:crypto';
import { rename } from 'node:fs/promises';
import { mediaError } from '../errors';
import { errorCode } from './errorFacts';
import { fileProblem } from './fileProblem';
import { removeFolder } from './workFolder';

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
  const old = `${target}.old-${randomBytes(4).toString('hex')}`;
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
