import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { sealKeys } from './sealKeys';
import type { SealKey } from './sealKeys';
import { mediaError } from '../pipeline/errors/mediaError';

/** `s1.<key id>.<base64url of iv, ciphertext and tag>`: AES-256-GCM, whose iv has 96 bits and whose tag has 128 (NIST SP 800-38D). */
const [VERSION, IV, TAG] = ['s1', 12, 16];

/** Texts that the store must not show to whoever reads its file. */
export class Seal {
  private keys: Promise<[SealKey, ...SealKey[]]> | undefined;

  /** @param folder of the store */
  constructor(
    private readonly folder: string,
    private readonly env: NodeJS.ProcessEnv,
  ) {}

  /** The key that this process seals with. */
  async key(): Promise<SealKey> {
    return (await this.known())[0];
  }

  /** @param about what the text belongs to: it opens there alone */
  async seal(text: string, about: string): Promise<string> {
    return sealWith(await this.key(), text, about);
  }

  /** @throws secrets_unreadable when it was sealed with a key that this process does not have, or was changed */
  async open(sealed: string, about: string): Promise<string> {
    const [version, id, rest = ''] = sealed.split('.');
    const named = async () => (await this.known()).find((key) => key.id === id);
    let key = await named();
    if (key === undefined) {
      // n8n may have made its key since.
      this.keys = undefined;
      key = await named();
    }
    if (version !== VERSION || key === undefined)
      throw mediaError('secrets_unreadable', { why: 'they were stored with another key than the one at hand' });
    const bytes = Buffer.from(rest, 'base64url');
    try {
      const cipher = createDecipheriv('aes-256-gcm', key.seal, bytes.subarray(0, IV), { authTagLength: TAG })
        .setAAD(Buffer.from(about))
        .setAuthTag(bytes.subarray(-TAG));
      return Buffer.concat([cipher.update(bytes.subarray(IV, -TAG)), cipher.final()]).toString();
    } catch (error) {
      throw mediaError('secrets_unreadable', { why: 'what is stored of them was changed' }, error);
    }
  }

  private known(): Promise<[SealKey, ...SealKey[]]> {
    this.keys ??= sealKeys(this.folder, this.env).catch((error: unknown) => {
      this.keys = undefined;
      throw error;
    });
    return this.keys;
  }
}

export function sealWith({ id, seal }: SealKey, text: string, about: string): string {
  const iv = randomBytes(IV);
  const cipher = createCipheriv('aes-256-gcm', seal, iv).setAAD(Buffer.from(about));
  return [
    VERSION,
    id,
    Buffer.concat([iv, cipher.update(Buffer.from(text)), cipher.final(), cipher.getAuthTag()]).toString('base64url'),
  ].join('.');
}

/** The same for the same text; without the key of no use to find the text by trying. */
export const macWith = ({ mac }: SealKey, text: string): string => createHmac('sha256', mac).update(text).digest('hex');

export const isSealed = (text: string): boolean => text.startsWith(`${VERSION}.`);
