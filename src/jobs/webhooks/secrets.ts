import { randomBytes } from 'node:crypto';
import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from '../../pipeline/media/errorFacts';
import { standardSecrets } from '../../webhooks/standardWebhook';
import type { Home } from '../home';

const secretFile = (home: Home): string => join(home.folder, 'webhook-secret');

const words = (text: string): string[] => text.split(/[\s,]+/).filter((word) => word !== '');

/**
 * What webhooks of this machine are signed with: MEDIA_JOBS_WEBHOOK_SECRET (two while one is being replaced by another), else one that is made at first use and
 * kept beside the store.
 * @throws webhook_secret_invalid
 */
export async function webhookSecrets(home: Home, env: NodeJS.ProcessEnv): Promise<string[]> {
  if (env.MEDIA_JOBS_WEBHOOK_SECRET) return standardSecrets(words(env.MEDIA_JOBS_WEBHOOK_SECRET), 'MEDIA_JOBS_WEBHOOK_SECRET');
  const path = secretFile(home);
  const kept = await readFile(path, 'utf8').catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  });
  return standardSecrets(words(kept ?? (await makeSecret(path))), `The file ${path}`);
}

/** Written whole beside its place and linked into it: of several processes that make one at once, all get the first. */
async function makeSecret(path: string): Promise<string> {
  const fresh = `${path}.${randomBytes(6).toString('hex')}`;
  await writeFile(fresh, `whsec_${randomBytes(32).toString('base64')}\n`, { mode: 0o600, flag: 'wx' });
  try {
    await link(fresh, path);
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
  } finally {
    await rm(fresh, { force: true });
  }
  return readFile(path, 'utf8');
}
