import { jsonObject } from '../../webhooks/base/incoming';
import { plainSecrets } from '../../webhooks/base/secrets';
import { newsOf } from '../webhookSource';
import type { WebhookSource } from '../webhookSource';
import { swiftiaAccess } from './access';
import { confirmSwiftia } from './confirm';
import { verifySwiftiaToken } from './verifyWebhook';

/** Webhooks of Swiftia, which signs nothing: of what they say no more is believed than what its API confirms. */
export const swiftiaWebhooks: WebhookSource = {
  checkSecrets: plainSecrets,
  async believe({ url }, text, { secrets, credential, pause }) {
    verifySwiftiaToken(url, secrets);
    const body = jsonObject(text);
    const job = await confirmSwiftia(swiftiaAccess(credential ?? {}), body, { pause });
    return { id: `${job.id} ${job.status}`, body, told: newsOf(job) };
  },
};
