import { chmod, open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Home } from './home';
import { SECRET_NAMES } from './keptSecret';

/** What everybody but a file's owner may do. */
const OTHERS = 0o077;

/** Windows has no such modes: there a folder of the user is the user's by its access list. */
const HAS_MODES = process.platform !== 'win32';

/** Home folders that have been warned of by this process. */
const warned = new Set<string>();

/**
 * Keeps what lies in a home folder from other users of this machine, whatever the folder's own mode is: the store with the files that SQLite makes beside it,
 * which get its mode, secrets, and the folders of jobs. Of the folder itself, which somebody may have opened on purpose, it is only said.
 */
export async function closeToOthers(home: Home): Promise<void> {
  if (!HAS_MODES) return;
  await (await open(home.store, 'a', 0o600)).close();
  const files = [
    ...['', '-wal', '-shm'].map((end) => home.store + end),
    ...SECRET_NAMES.map((name) => join(home.folder, name)),
  ];
  for (const file of files) await close(file, 0o600);
  for (const folder of [home.inputs, home.files, home.work]) await close(folder, 0o700);
  if (warned.has(home.folder) || ((await stat(home.folder)).mode & OTHERS) === 0) return;
  warned.add(home.folder);
  process.emitWarning(
    `Other users of this machine can enter the folder of the job store, ${home.folder}. The files in it are closed to them; to close the folder too: chmod 700 ${home.folder}`,
  );
}

/** Takes from others what they may do with all files below a folder: what ffmpeg writes has the mode that the process is set to. */
export async function closeFilesIn(folder: string): Promise<void> {
  if (!HAS_MODES) return;
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  for (const entry of entries) if (entry.isFile()) await close(join(entry.parentPath, entry.name), 0o600);
}

/** One that is not there, or is another user's, stays as it is. */
async function close(path: string, mode: number): Promise<void> {
  const found = await stat(path).catch(() => null);
  if (found !== null && (found.mode & OTHERS) !== 0) await chmod(path, mode).catch(() => undefined);
}
