import { randomBytes } from 'node:crypto';
import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { errorCode } from '../pipeline/media/errorFacts';

/**
 * What a file of the home folder holds, which only this user can read; where there is none, it is made. Written whole beside its place and linked into
 * it: of several processes that make one at once, all get the first.
 * @returns its text, and whether this call has made it
 */
export async function keptSecret(path: string, make: () => string): Promise<{ text: string; isNew: boolean }> {
  const kept = await readFile(path, 'utf8').catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  });
  if (kept !== null) return { text: kept.trim(), isNew: false };
  const fresh = `${path}.${randomBytes(6).toString('hex')}`;
  await writeFile(fresh, `${make()}\n`, { mode: 0o600, flag: 'wx' });
  let isNew = true;
  try {
    await link(fresh, path);
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
    isNew = false;
  } finally {
    await rm(fresh, { force: true });
  }
  return { text: (await readFile(path, 'utf8')).trim(), isNew };
}
