import { randomBytes } from 'node:crypto';
import { link, open, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from '../pipeline/base/errorFacts';
import { fileProblem } from '../pipeline/storage/fileProblem';
import type { Home } from './home';
import { mediaError } from '../pipeline/errors/mediaError';

/** 256 random bits, and what a file that holds them looks like. */
const randomKey = (): string => randomBytes(32).toString('base64url');
const KEY = /^[\w-]{43}$/;

/** The files of the home folder that hold a secret: what one holds, and what is lost with it. */
const SECRETS = {
  'link-secret': { holds: KEY, lost: 'links to results that were given out lead nowhere then' },
  'seal-key': { holds: KEY, lost: 'jobs whose addresses or keys it has sealed have to be created anew then' },
  'webhook-secret': { holds: /\S/, lost: 'receivers of webhooks have to be given that one' },
  'api-key': { holds: /\S/, lost: 'clients of the server have to be given that one' },
};
export type SecretName = keyof typeof SECRETS;
export const SECRET_NAMES = Object.keys(SECRETS) as SecretName[];

/** A file that is cut off, empty or another's is no key: nothing is signed or sealed with it, and it is not replaced by itself. @throws secret_unusable */
function refuse(file: string, name: SecretName, why: string, cause?: unknown): never {
  throw mediaError('secret_unusable', { file, why, lost: SECRETS[name].lost }, cause);
}

/** What a secret's file holds; null when there is none. @throws secret_unusable */
export async function secretIn(folder: string, name: SecretName): Promise<string | null> {
  const path = join(folder, name);
  const text = await readFile(path, 'utf8').catch((error: unknown) =>
    errorCode(error) === 'ENOENT' ? null : refuse(path, name, fileProblem(error), error),
  );
  const secret = text?.trim() ?? null;
  if (secret === '') refuse(path, name, 'it is empty');
  if (secret !== null && !SECRETS[name].holds.test(secret))
    refuse(path, name, 'it does not hold what was written to it');
  return secret;
}

/** Says at start, and not when a job needs it, that a secret is lost. @throws secret_unusable */
export async function checkSecrets({ folder }: Pick<Home, 'folder'>): Promise<void> {
  for (const name of SECRET_NAMES) await secretIn(folder, name);
}

/**
 * What a secret's file holds, which only this user can read; where there is none, it is made. Written whole beside its place, to the disk, and linked into
 * it: of several processes that make one at once, all get the first, and a loss of power leaves all of it or nothing.
 * @returns its text, and whether this call has made it @throws secret_unusable
 */
export async function keptSecret(
  folder: string,
  name: SecretName,
  make: () => string = randomKey,
): Promise<{ text: string; isNew: boolean }> {
  const kept = await secretIn(folder, name);
  if (kept !== null) return { text: kept, isNew: false };
  const path = join(folder, name);
  const fresh = `${path}.${randomBytes(6).toString('hex')}`;
  let isNew = true;
  try {
    await writeFile(fresh, `${make()}\n`, { mode: 0o600, flag: 'wx', flush: true });
    await link(fresh, path);
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
    isNew = false;
  } finally {
    await rm(fresh, { force: true });
  }
  await syncFolder(folder);
  const text = await secretIn(folder, name);
  return { text: text ?? refuse(path, name, 'it was removed as soon as it was made'), isNew };
}

/** Has a new name written to the disk. Not every system opens a folder (Windows): there it is the system's affair. */
async function syncFolder(folder: string): Promise<void> {
  const opened = await open(folder, 'r').catch(() => null);
  await opened?.sync().catch(() => undefined);
  await opened?.close();
}
