// Folders that take long to make and are kept for later runs.
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** Written last: what the folder is made of. */
const MARKER = 'made-of.json';

/** Whether a folder is complete, and made of this. */
export async function isMade(folder: string, recipe: object): Promise<boolean> {
  return (await readFile(join(folder, MARKER), 'utf8').catch(() => '')) === JSON.stringify(recipe);
}

/**
 * Makes a folder, unless it is there and complete. It is made in one aside that is renamed at the end, so that runs may ask at the same time: of two
 * that make the same one, the first to end wins. What an ended run has left unfinished is removed, and so is a folder that is made of something else.
 * @param recipe what it is made of
 * @param make fills an empty folder
 */
export async function madeOnce(
  folder: string,
  recipe: object,
  make: (aside: string) => Promise<void>,
): Promise<string> {
  if (await isMade(folder, recipe)) return folder;
  await mkdir(dirname(folder), { recursive: true });
  await removeUnfinished(folder);
  const aside = await mkdtemp(`${unfinished(folder)}${process.pid}-`);
  try {
    await make(aside);
    await writeFile(join(aside, MARKER), JSON.stringify(recipe));
    await putInPlace(aside, folder, recipe);
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
  return folder;
}

/** How the names of folders begin that are being made. The id of the process follows, which tells whether they still are. */
const unfinished = (folder: string): string => `${folder}.making-`;

async function removeUnfinished(folder: string): Promise<void> {
  const start = basename(unfinished(folder));
  for (const name of await readdir(dirname(folder))) {
    if (name.startsWith(start) && !isRunning(Number.parseInt(name.slice(start.length))))
      await rm(join(dirname(folder), name), { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function putInPlace(aside: string, folder: string, recipe: object): Promise<void> {
  if (await isMade(folder, recipe)) return;
  await rm(folder, { recursive: true, force: true });
  await rename(aside, folder).catch(async (error: unknown) => {
    if (!(await isMade(folder, recipe))) throw error;
  });
}
