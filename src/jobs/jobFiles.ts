import { constants } from 'node:fs';
import { copyFile, link, mkdir, readdir, realpath } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { ASIDE, endSwap } from '../pipeline/storage/replaceFolder';
import { removeFolder } from '../pipeline/storage/removeFolder';
import { WORK_FOLDER_PREFIX } from '../pipeline/storage/workFolder';
import { safeName } from '../pipeline/base/safeName';
import type { Source } from '../pipeline/storage/source';
import { endUploads } from './begunUploads';
import type { OutputAccess } from './begunUploads';
import type { Home } from './home';
import { folderOf } from './store/storedJob';
import type { Claim, StoredInput, StoredJob } from './store/storedJob';

/** Of an attempt: stands in the names of its folders. */
export const tagOf = ({ id, token }: Claim): string => `${id}.${token}`;

/** Where an attempt puts its result, when the user has named no place. */
export const resultFolder = (home: Home, { id, token }: Claim): string => join(home.files, id, `${token}`);

/** Where an attempt keeps what it fetches. */
export const workFolder = (home: Home, claim: Claim): string => join(home.work, tagOf(claim));

/**
 * Makes a file the job's own, since whoever has it now may remove it before the job begins: another name for the same bytes where that is possible, a copy
 * elsewhere.
 * @param folder for that file alone
 * @throws what the source throws, disk_full
 */
export async function ownInput(folder: string, source: Source, signal: AbortSignal): Promise<StoredInput> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  try {
    const opened = await source.open(folder, { signal, progress: () => undefined });
    const made = dirname(opened) === folder;
    // Another name for a symbolic link would be a link still, and one that leads elsewhere from here.
    const found = made ? opened : await realpath(opened);
    const path = made ? opened : join(folder, safeName(source.name, 'media'));
    if (path !== found) await link(found, path).catch(() => copyFile(found, path, constants.COPYFILE_FICLONE));
    return { path, name: source.name, shown: source.shown };
  } catch (error) {
    await removeFolder(folder);
    throw error;
  }
}

/** @param index of one of several inputs, which has a folder in that of its job */
export const inputFolder = (home: Home, id: string, index?: number): string =>
  join(home.inputs, id, ...(index === undefined ? [] : [`${index}`]));

/** Removes what all attempts before this one, or the ended ones up to and with it, have left: passing files, results that nobody will name, parts of uploads. */
export async function sweepAttempts(
  home: Home,
  job: StoredJob,
  { keep, access }: { keep: number | null; access: OutputAccess },
): Promise<void> {
  const { id, request, token } = job;
  const stale = (attempt: string) => Number(attempt) <= token && Number(attempt) !== keep;
  for (const attempt of await names(join(home.files, id)))
    if (stale(attempt)) await removeFolder(join(home.files, id, attempt));
  for (const name of await names(home.work)) {
    if (!name.startsWith(`${id}.`) || !stale(name.slice(id.length + 1))) continue;
    // What lists the uploads stays until they are ended: whoever takes the job up tries again.
    if (await endUploads(join(home.work, name), job, access)) await removeFolder(join(home.work, name));
  }
  // Beside a result whose place the user named.
  const beside = folderOf(request.output);
  if (beside === null) return;
  const path = request.output !== null && 'path' in request.output ? request.output.path : null;
  const prefix = `${WORK_FOLDER_PREFIX}${id}.`;
  const aside = path === null ? null : `${basename(path)}${ASIDE}${id}.`;
  const isOf = (name: string, start: string) =>
    name.startsWith(start) && stale(name.slice(start.length).split('-')[0] ?? '');
  for (const name of await names(beside)) {
    if (isOf(name, prefix)) await removeFolder(join(beside, name));
    else if (path !== null && aside !== null && isOf(name, aside)) await endSwap(join(beside, name), path);
  }
}

/** Removes a job's input and result from the home folder. */
export async function removeFiles(home: Home, id: string): Promise<void> {
  await removeFolder(inputFolder(home, id));
  await removeFolder(join(home.files, id));
}

/** What lies in a folder; nothing where there is none. */
export const names = (folder: string): Promise<string[]> => readdir(folder).catch(() => []);
