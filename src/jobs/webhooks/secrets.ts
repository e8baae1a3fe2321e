import { randomBytes } from 'node:crypto';
import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { mediaError } from '../../pipeline/errors';
import { errorCode } from '../../pipeline/media/errorFacts';
import type { Home } from '../home';

/** `whsec_` and base64 of 24 to 64 bytes, as Standard Webhooks has it. */
const SECRET = /^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/;

const secretFile = (home: Home): string => join(home.folder, 'webhook-secret');

/** Reads secrets that stand beside each other, separated by blanks or commas. @throws request_invalid: the text itself is not repeated */
function parseSecrets(text: string): string[] {
  const secrets = text.split(/[\s,]+/).filter((word) => word !== '');
  if (secrets.length === 0 || secrets.some((secret) => !SECRET.test(secret))) {
    throw mediaError('request_invalid', { problems: 'A webhook secret is "whsec_" and 24 to 64 bytes in base64.' });
  }
  return secrets;
}

/**
 * What webhooks of this machine are signed with: MEDIA_JOBS_WEBHOOK_SECRET (two while one is being replaced by another), else one that is made at first use and
 * kept beside the store.
 * @throws request_invalid when a secret has another form
 */
export async function webhookSecrets(home: Home, env: NodeJS.ProcessEnv): Promise<string[]> {
  if (env.MEDIA_JOBS_WEBHOOK_SECRET) return parseSecrets(env.MEDIA_JOBS_WEBHOOK_SECRET);
  const path = secretFile(home);
  const kept = await readFile(path, 'utf8').catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  });
  return parseSecrets(kept ?? (await makeSecret(path)));
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
