import { WebhookRefusal } from '../../webhooks/base/refusal';
import { anySame } from '../../webhooks/base/sameSecret';

/**
 * Swiftia signs nothing: what shows that a webhook comes from there is a secret in its address, `?token=…`.
 * @param url path and query
 * @throws WebhookRefusal
 */
export function verifySwiftiaToken(url: string, secrets: readonly string[]): void {
  const tokens = new URL(url, 'http://receiver').searchParams.getAll('token');
  if (tokens.length === 0) throw new WebhookRefusal('token_missing');
  if (tokens.length > 1 || !anySame(tokens, secrets)) throw new WebhookRefusal('token_invalid');
}
