import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileProblem } from './fileProblem';
import { withWorkFolder } from './workFolder';
import { MediaJobError, mediaError } from '../errors/mediaError';

/**
 * The folder that a result goes to, tried out by making something in it: permissions alone don't tell (root, read-only disks, network shares).
 * @throws output_unwritable, disk_full
 */
export async function writableParent(output: string): Promise<string> {
  const folder = dirname(output);
  const refuse = (why: string, cause?: unknown) => mediaError('output_unwritable', { output, why }, cause);
  const found = await stat(folder).catch((error: unknown) => {
    throw refuse(fileProblem(error), error);
  });
  if (!found.isDirectory()) throw refuse(`${folder} is not a folder`);
  try {
    await withWorkFolder(folder, () => Promise.resolve());
  } catch (error) {
    if (!(error instanceof MediaJobError) || error.kind !== 'output_unwritable') throw error;
    throw refuse(`nothing can be made in the folder ${folder} (${fileProblem(error.cause)})`, error.cause);
  }
  return folder;
}
