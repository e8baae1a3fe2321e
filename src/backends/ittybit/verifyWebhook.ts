import { createHmac } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { headerOf } from '../../webhooks/base/incoming';
import { WebhookRefusal } from '../../webhooks/base/refusal';
import { anySame } from '../../webhooks/base/sameSecret';

/** The header `Ittybit-Signature`: lowercase hexadecimal HMAC-SHA256 of the body. It covers no time, so it is right forever. */
export const signIttybit = (rawBody: Buffer, secret: string): string =>
  createHmac('sha256', secret).update(rawBody).digest('hex');

/** @throws WebhookRefusal */
export function verifyIttybit(headers: IncomingHttpHeaders, rawBody: Buffer, secrets: readonly string[]): void {
  const signature = headerOf(headers, 'ittybit-signature');
  if (signature === null) throw new WebhookRefusal('signature_missing', 'There is no header Ittybit-Signature.');
  if (
    !anySame(
      [signature],
      secrets.map((secret) => signIttybit(rawBody, secret)),
    )
  )
    throw new WebhookRefusal('signature_invalid');
}
