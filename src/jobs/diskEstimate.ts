import { stat } from 'node:fs/promises';
import { makesFile, setOf } from '../pipeline/kinds';
import { refuseFullDisk } from '../pipeline/storage/diskSpace';
import type { Home } from './home';
import { folderOf } from './store/storedJob';
import type { StoredJob } from './store/storedJob';

/**
 * Refuses a job whose disk cannot even hold a result as large as its source, before anything of that is read: an address does not say how much it holds. What the
 * result takes is foreseen from the plan, and refused when the job runs. @throws disk_full
 */
export async function refuseTooSmallDisk(home: Home, { request }: Pick<StoredJob, 'request'>): Promise<void> {
  const bytes = 'path' in request.input ? ((await stat(request.input.path).catch(() => null))?.size ?? 0) : 0;
  const growth = makesFile(request.kind) ? (setOf(request.kind)?.growth ?? 1) : 0;
  await refuseFullDisk(folderOf(request.output) ?? home.folder, bytes * growth);
}
