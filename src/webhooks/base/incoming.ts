import type { IncomingHttpHeaders } from 'node:http';
import { boundedJson } from '../../pipeline/base/boundedJson';
import { utf8 } from '../../pipeline/base/utf8';
import { WebhookRefusal } from './refusal';

/** A webhook as it came in. */
export interface IncomingWebhook {
  /** Path and query. */
  url: string;
  headers: IncomingHttpHeaders;
  /** The body as it was signed: exactly as sent, a compression for the way undone. */
  rawBody: Buffer;
}

/** Job objects have a few kilobytes; a long transcription may have some hundred. */
export const MAX_BODY_BYTES = 1_000_000;

/** What n8n undoes before a node sees the body. */
const ENCODINGS = new Set(['', 'identity', 'gzip', 'deflate']);

export const isJson = (headers: IncomingHttpHeaders): boolean =>
  headers['content-type']?.split(';')[0]?.trim().toLowerCase() === 'application/json';

/**
 * Checks type, encoding and size, and answers the body as text that holds exactly the bytes that came: no byte of it was replaced by decoding.
 * @throws WebhookRefusal
 */
export function textOfBody({ headers, rawBody }: IncomingWebhook): string {
  if (!isJson(headers)) throw new WebhookRefusal('content_type_invalid');
  if (!ENCODINGS.has(headers['content-encoding'] ?? '')) throw new WebhookRefusal('content_encoding_invalid');
  if (rawBody.length > MAX_BODY_BYTES)
    throw new WebhookRefusal('body_too_large', `At most ${MAX_BODY_BYTES.toLocaleString('en-US')} bytes are read.`);
  const text = utf8(rawBody);
  if (text === null) throw new WebhookRefusal('body_invalid', 'It is not UTF-8.');
  return text;
}

/** @throws WebhookRefusal */
export function jsonObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = boundedJson(text.replace(/^\uFEFF/, ''));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // Said below.
  }
  throw new WebhookRefusal('body_invalid', 'It is no JSON object.');
}

/** A header that may stand once; null without it. */
export function headerOf(headers: IncomingHttpHeaders, name: string): string | null {
  const value = headers[name];
  return typeof value === 'string' && value !== '' ? value : null;
}
