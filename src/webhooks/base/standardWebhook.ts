import type { IncomingHttpHeaders } from 'node:http';
import { Webhook } from 'standardwebhooks';
import { headerOf } from './incoming';
import { WebhookRefusal } from './refusal';
import { anySame } from './sameSecret';
import { mediaError } from '../../pipeline/errors/mediaError';

const PREFIX = 'whsec_';
const MIN_KEY_BYTES = 24;
const MAX_KEY_BYTES = 64;
const MAX_ID_LENGTH = 255;

/** How far the sender's clock and the receiver's may be apart, and so how long a webhook can be sent again by somebody who overheard it. */
const TOLERANCE_SECONDS = 300;

/** What is signed. */
export interface StandardMessage {
  id: string;
  /** Unix seconds. */
  timestamp: number;
  body: string;
}

/**
 * Checks that secrets have the form of the Standard Webhooks specification, and that there is one.
 * @param name where they stand, for the error
 * @throws webhook_secret_invalid
 */
export function standardSecrets(secrets: readonly string[], name: string): string[] {
  const refuse = (why: string) => mediaError('webhook_secret_invalid', { secret: name, why });
  if (secrets.length === 0) throw refuse('there is none in it');
  return secrets.map((secret) => {
    if (!secret.startsWith(PREFIX)) throw refuse(`a secret begins with ${PREFIX}`);
    const encoded = secret.slice(PREFIX.length);
    const key = Buffer.from(encoded, 'base64');
    if (key.toString('base64') !== encoded) throw refuse(`what follows ${PREFIX} is no base64`);
    if (key.length < MIN_KEY_BYTES || key.length > MAX_KEY_BYTES)
      throw refuse(`the secret has ${key.length} bytes, and ${MIN_KEY_BYTES} to ${MAX_KEY_BYTES} are asked for`);
    return secret;
  });
}

/** The header `webhook-signature`: one signature for each secret, so that receivers can change to another one at their own time. */
export function signStandard({ id, timestamp, body }: StandardMessage, secrets: readonly string[]): string {
  return secrets.map((secret) => new Webhook(secret).sign(id, new Date(timestamp * 1000), body)).join(' ');
}

/**
 * Checks a webhook signed by the Standard Webhooks specification and answers its id. Whether that id was seen before is not looked at.
 * @param body exactly as it came
 * @param now Unix milliseconds
 * @throws WebhookRefusal
 */
export function verifyStandard(
  headers: IncomingHttpHeaders,
  body: string,
  secrets: readonly string[],
  now: number,
): string {
  const [id, time, signatures] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => {
    const value = headerOf(headers, name);
    if (value === null) throw new WebhookRefusal('signature_missing', `There is no header ${name}.`);
    return value;
  }) as [string, string, string];
  if (id.length > MAX_ID_LENGTH) throw new WebhookRefusal('body_invalid', 'The header webhook-id is too long.');
  if (!/^[1-9]\d{0,11}$/.test(time)) throw new WebhookRefusal('timestamp_invalid');
  const timestamp = Number(time);
  if (Math.abs(Math.floor(now / 1000) - timestamp) > TOLERANCE_SECONDS)
    throw new WebhookRefusal('timestamp_outside', 'If it is new, the clock of one side is wrong.');
  const right = signStandard({ id, timestamp, body }, secrets).split(' ');
  if (!anySame(signatures.split(' '), right)) throw new WebhookRefusal('signature_invalid');
  return id;
}
