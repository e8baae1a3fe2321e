import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { jobScope } from '../job/jobScope';
import { removeLeftFolders } from './leftFolders';
import { ownMark } from './processMark';
import { workFileError } from './fileProblem';
import { removeFolder } from './removeFolder';

/** What every work folder's name begins with; then the tag of the job's scope, or the mark of this process, so that one left by a killed process can be told. */
export const WORK_FOLDER_PREFIX = '.media-jobs-';

export interface WorkFolder {
  path: string;
  /** Removes the folder with all that is in it. Never rejects: the job's own outcome is what counts. */
  remove(): Promise<void>;
}

/** Folders that are there now; removed when the process exits in the middle of a job. */
const live = new Set<string>();

/** Makes a folder that only this user can enter. @throws disk_full, output_unwritable when `root` is missing or may not be written to */
export async function makeWorkFolder(root: string): Promise<WorkFolder> {
  const tag = jobScope.getStore()?.tag;
  await sweepOnce(resolve(root));
  const path = await mkdtemp(
    join(resolve(root), WORK_FOLDER_PREFIX + (tag === undefined ? ownMark() : `${tag}-`)),
  ).catch((error: unknown) => {
    throw workFileError(error, root);
  });
  if (live.size === 0) process.once('exit', removeAll);
  live.add(path);
  return {
    path,
    remove: async () => {
      if (await removeFolder(path)) live.delete(path);
      if (live.size === 0) process.off('exit', removeAll);
    },
  };
}

/** Roots that this process has swept. */
const swept = new Set<string>();

/** The next run at a place removes what was left there, once. */
async function sweepOnce(root: string): Promise<void> {
  if (swept.has(root)) return;
  swept.add(root);
  await removeLeftFolders(root, WORK_FOLDER_PREFIX);
}

/** Runs `use` with a new work folder, which is gone when the promise settles. */
export async function withWorkFolder<T>(root: string, use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await makeWorkFolder(root);
  try {
    return await use(folder.path);
  } finally {
    await folder.remove();
  }
}

function removeAll(): void {
  for (const path of live) rmSync(path, { recursive: true, force: true });
}
