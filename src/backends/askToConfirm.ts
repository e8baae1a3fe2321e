import { MediaJobError } from '../pipeline/errors/mediaError';
import { WebhookRefusal } from '../webhooks/base/refusal';

/** Asks an API for what a webhook tells. What the API says of its own fault or of the credential's is for the owner's log, not for the sender. @throws WebhookRefusal */
export async function askToConfirm<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof MediaJobError) throw new WebhookRefusal('confirmation_failed', '', error);
    throw error;
  }
}
