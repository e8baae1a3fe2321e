import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { join } from 'node:path';
import type { Home } from '../jobs/home';
import { keptSecret } from '../jobs/keptSecret';
import { mediaError } from '../pipeline/errors/mediaError';

/** A key that people make up is at least so long. */
const SHORTEST = 16;

/** 192 random bits. */
const newKey = (): string => `mj_${randomBytes(24).toString('base64url')}`;

const hashOf = (key: string): Buffer => createHash('sha256').update(key).digest();

/** Who may use the server. Only hashes of keys are held, in memory as on disk: a key of so many random bits needs no slower hash. */
export class ApiKeys {
  constructor(private readonly hashes: readonly Buffer[]) {}

  /** @param header `Authorization` @returns a short name for the key, which does not give it away @throws token_missing, token_invalid */
  holderOf(header: string | undefined): string {
    if (header === undefined || header.trim() === '') throw mediaError('token_missing', {});
    const [, key = ''] = /^bearer +(\S+) *$/i.exec(header) ?? [];
    const given = hashOf(key);
    // All are compared, whichever fits, so that the time tells nothing.
    const fits = this.hashes.map((hash) => timingSafeEqual(hash, given));
    if (!fits.includes(true)) throw mediaError('token_invalid', {});
    return createHash('sha256').update(given).digest('hex').slice(0, 16);
  }
}

/**
 * The keys of a server: those of MEDIA_JOBS_API_KEY (two while one is being replaced by another, separated by a blank or comma), else one that is made at the
 * first start, whose hash is kept in the home folder.
 * @returns the keys, and the one that was just made: it can be told now and never again
 * @throws request_invalid when a key is too short, secret_unusable
 */
export async function apiKeys(home: Home, env: NodeJS.ProcessEnv): Promise<{ keys: ApiKeys; made: string | null }> {
  const given = (env.MEDIA_JOBS_API_KEY ?? '').split(/[\s,]+/).filter((word) => word !== '');
  if (given.some((key) => key.length < SHORTEST))
    throw mediaError('request_invalid', {
      problems: `A key in MEDIA_JOBS_API_KEY must have at least ${SHORTEST} characters.`,
    });
  if (given.length > 0) return { keys: new ApiKeys(given.map(hashOf)), made: null };
  const key = newKey();
  const { text, isNew } = await keptSecret(home.folder, 'api-key', () => hashOf(key).toString('hex'));
  if (!/^[0-9a-f]{64}$/.test(text))
    throw mediaError('request_invalid', {
      problems: `The file ${join(home.folder, 'api-key')} does not hold the hash of a key; remove it, and the next start makes a new key.`,
    });
  return { keys: new ApiKeys([Buffer.from(text, 'hex')]), made: isNew ? key : null };
}
