import type { Dispatcher } from 'undici';
import { networkProblem } from '../../pipeline/net/networkProblem';
import { webAddress } from '../../pipeline/storage/place';
import { retryAfter } from '../../pipeline/net/retryAfter';
import { signStandard } from '../../webhooks/base/standardWebhook';
import { GONE } from './schedule';
import type { Reply } from './schedule';
import { MediaJobError } from '../../pipeline/errors/mediaError';
import type { Delivery } from '../store/delivery';

/** The specification's body: what happened, when, and the job as it was then. */
const bodyOf = ({ type, at, state }: Pick<Delivery, 'type' | 'at' | 'state'>): string =>
  JSON.stringify({ type, timestamp: new Date(at).toISOString(), data: state });

/** The signed headers of a message. @param secrets each signs, so that a receiver may know either @param at Unix milliseconds of this attempt */
function signedHeaders(id: string, body: string, secrets: readonly string[], at: number): Record<string, string> {
  const timestamp = Math.floor(at / 1000);
  return {
    'webhook-id': id,
    'webhook-timestamp': `${timestamp}`,
    'webhook-signature': signStandard({ id, timestamp, body }, secrets),
  };
}

/** Posts one message, once. Redirects are not followed. @param agentFor guards the address */
export async function send(
  agentFor: (url: URL) => Dispatcher,
  delivery: Delivery,
  secrets: readonly string[],
  { now, signal }: { now: number; signal: AbortSignal },
): Promise<Reply> {
  const place = webAddress(delivery.url);
  // Older versions have stored what they read in another way.
  if (place === null) return { status: null, why: 'it is no complete web address', retryAfter: null, final: true };
  const [url, body] = [new URL(place.href), bodyOf(delivery)];
  try {
    const { origin, pathname, search } = url;
    const headers = {
      'content-type': 'application/json',
      'user-agent': 'n8n-nodes-media-jobs',
      ...signedHeaders(delivery.id, body, secrets, now),
    };
    const reply = await agentFor(url).request({
      origin,
      path: pathname + search,
      method: 'POST',
      headers,
      body,
      signal,
    });
    reply.body.on('error', () => undefined).destroy();
    const { 'retry-after': header } = reply.headers;
    const ok = reply.statusCode >= 200 && reply.statusCode < 300;
    return {
      status: reply.statusCode,
      why: ok ? null : wordsFor(reply.statusCode),
      retryAfter: retryAfter(typeof header === 'string' ? header : null, now),
    };
  } catch (error) {
    const refused = error instanceof MediaJobError;
    return { status: null, why: refused ? error.message : networkProblem(error).why, retryAfter: null, final: refused };
  }
}

function wordsFor(status: number): string {
  if (status >= 300 && status < 400) return 'it answered with a redirect, which is not followed';
  if (status === GONE) return 'it wants no more messages';
  return `it answered ${status}`;
}
