import { rm } from 'node:fs/promises';
import { errorText } from '../base/errorFacts';

/** Removes a folder, trying again while something is still being written to it. Warns when it stays. @returns whether it is gone */
export async function removeFolder(path: string): Promise<boolean> {
  try {
    await rm(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    return true;
  } catch (error) {
    process.emitWarning(`The folder ${path} could not be removed: ${errorText(error)}`);
    return false;
  }
}
