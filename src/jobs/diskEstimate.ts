import { stat } from 'node:fs/promises';
import { makesFile, setOf } from '../pipeline/kinds';
import { refuseFullDisk } from '../pipeline/storage/diskSpace';
import type { Home } from './home';
import { folderOf, storedInputs } from './store/storedJob';
import type { StoredInput, StoredJob } from './store/storedJob';

/**
 * Refuses a job whose disk cannot even hold a result as large as its source, before anything of that is read: an address does not say how much it holds. What the
 * result takes is foreseen from the plan, and refused when the job runs. @throws disk_full
 */
export async function refuseTooSmallDisk(home: Home, { request }: Pick<StoredJob, 'request'>): Promise<void> {
  const sizes = await Promise.all(storedInputs(request).map(sizeOf));
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  const growth = makesFile(request.kind) ? (setOf(request.kind)?.growth ?? 1) : 0;
  await refuseFullDisk(folderOf(request.output) ?? home.folder, bytes * growth);
}

/** Bytes of a file of the job's own; 0 of what lies elsewhere. */
const sizeOf = async (input: StoredInput): Promise<number> =>
  'path' in input ? ((await stat(input.path).catch(() => null))?.size ?? 0) : 0;
