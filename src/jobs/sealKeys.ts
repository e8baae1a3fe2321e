import { hkdfSync } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { keptSecret, secretIn } from './keptSecret';

/** What things are sealed with. */
export interface SealKey {
  /** Tells keys apart without giving one away. */
  id: string;
  /** 256 bits each, for two uses that must not share one. */
  seal: Buffer;
  mac: Buffer;
}

/** Keys are made from others' keys, each for its own use (HKDF, RFC 5869). */
const LABEL = 'n8n-nodes-media-jobs/1';

function keyFrom(secret: string): SealKey {
  const derive = (use: string, bytes: number) => Buffer.from(hkdfSync('sha256', secret, '', `${LABEL}/${use}`, bytes));
  return { id: derive('id', 6).toString('hex'), seal: derive('seal', 32), mac: derive('mac', 32) };
}

/**
 * The keys that this process has, the one to seal with first: n8n's own, from its variable, or from the settings file that n8n keeps it in, so that the command
 * line finds it too; else a file beside the store, which only this user can read and which is made when there is no other.
 * @throws secret_unusable
 */
export async function sealKeys(folder: string, env: NodeJS.ProcessEnv): Promise<[SealKey, ...SealKey[]]> {
  const [first, ...more] = [
    env.N8N_ENCRYPTION_KEY,
    await fileText(env.N8N_ENCRYPTION_KEY_FILE),
    await settingsKey(env),
  ].flatMap((key) => (key ? [keyFrom(key)] : []));
  if (first === undefined) return [keyFrom((await keptSecret(folder, 'seal-key')).text)];
  // What was sealed before n8n was there.
  const own = await secretIn(folder, 'seal-key');
  return [first, ...more, ...(own ? [keyFrom(own)] : [])];
}

const fileText = (path: string | undefined): Promise<string | undefined> =>
  path
    ? readFile(path, 'utf8').then(
        (text) => text.trim(),
        () => undefined,
      )
    : Promise.resolve(undefined);

/** n8n writes the key that it uses into its settings, also one that its variable gives. */
async function settingsKey(env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const text = await fileText(join(env.N8N_USER_FOLDER || homedir(), '.n8n', 'config'));
  try {
    const { encryptionKey } = JSON.parse(text ?? '{}') as { encryptionKey?: unknown };
    return typeof encryptionKey === 'string' ? encryptionKey : undefined;
  } catch {
    return undefined;
  }
}
