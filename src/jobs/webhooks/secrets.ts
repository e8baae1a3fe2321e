import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { standardSecrets } from '../../webhooks/base/standardWebhook';
import type { Home } from '../home';
import { keptSecret } from '../keptSecret';

const words = (text: string): string[] => text.split(/[\s,]+/).filter((word) => word !== '');

/**
 * What webhooks of this machine are signed with: MEDIA_JOBS_WEBHOOK_SECRET (two while one is being replaced by another), else one that is made at first use and
 * kept beside the store.
 * @throws webhook_secret_invalid, secret_unusable
 */
export async function webhookSecrets(home: Home, env: NodeJS.ProcessEnv): Promise<string[]> {
  if (env.MEDIA_JOBS_WEBHOOK_SECRET)
    return standardSecrets(words(env.MEDIA_JOBS_WEBHOOK_SECRET), 'MEDIA_JOBS_WEBHOOK_SECRET');
  const { text } = await keptSecret(home.folder, 'webhook-secret', () => `whsec_${randomBytes(32).toString('base64')}`);
  return standardSecrets(words(text), `The file ${join(home.folder, 'webhook-secret')}`);
}
