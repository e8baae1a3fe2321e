import { jsonObject } from '../webhooks/base/incoming';
import { WebhookRefusal } from '../webhooks/base/refusal';
import { standardSecrets, verifyStandard } from '../webhooks/base/standardWebhook';
import { fieldsOf, outputUrl, textOr } from './hostedJob';
import type { WebhookNews, WebhookSource } from './webhookSource';

/** Webhooks as this package sends them: signed after Standard Webhooks, with the job in `data`. */
export const standardSource: WebhookSource = {
  checkSecrets: standardSecrets,
  async believe({ headers }, text, { secrets, now }) {
    const id = verifyStandard(headers, text, secrets, now);
    const body = jsonObject(text);
    return { id, body, told: standardNews(body) };
  },
};

/** `{type, timestamp, data: job}`. @throws WebhookRefusal */
export function standardNews(body: Record<string, unknown>): WebhookNews {
  const event = textOr(body.type, null);
  const job = fieldsOf(body.data);
  if (event === null || textOr(job.id, null) === null)
    throw new WebhookRefusal('body_invalid', 'It has no "type", or no "data" with a job in it.');
  return { event, job, output: outputUrl(job.output) };
}
