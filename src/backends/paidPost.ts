import { Agent, request } from 'undici';
import { networkProblem } from '../pipeline/net/networkProblem';
import type { ApiAccess } from './apiAccess';
import { addressOf } from './apiAccess';
import { askedPause, busyWords, headerOf, refusedAnswer } from './apiAnswer';
import type { Refusal } from './apiAnswer';
import { headersOf } from './apiRequest';
import type { ApiRequest } from './apiRequest';
import { MAX_BYTES, readJson } from './readJson';
import { mediaError, toMediaError } from '../pipeline/errors/mediaError';
import type { MediaJobError } from '../pipeline/errors/mediaError';

/**
 * What has become of a request that costs money. `answered`: it was taken. `not taken`: for certain nothing has come of it, and it may be sent again, after so many
 * milliseconds where the API says so. `refused`: the same, but it would be refused again. `unknown`: it may have been taken.
 */
export type PaidOutcome<T> =
  | { is: 'answered'; value: T }
  | { is: 'not taken'; error: MediaJobError; after: number | null }
  | { is: 'refused'; error: MediaJobError }
  | { is: 'unknown'; why: string };

export interface PaidUse {
  /** Milliseconds until it counts as unanswered. */
  within: number;
  refusal: Refusal;
  now?: () => number;
}

/**
 * Sends a request that an API without idempotency keys takes money for: once. Nothing ends it but its answer, the network or the time. Never rejects.
 * @param read what a success says; null where it cannot be told
 */
export async function paidPost<T>(
  access: ApiAccess,
  ask: Pick<ApiRequest, 'path' | 'body'>,
  read: (body: unknown) => T | null,
  { within, refusal, now = Date.now }: PaidUse,
): Promise<PaidOutcome<T>> {
  const { name } = access;
  const agent = new Agent();
  // Until there is a connection, nothing of the request has left.
  const seen = { connected: false };
  agent.on('connect', () => (seen.connected = true));
  try {
    const url = addressOf(access, ask.path);
    const {
      statusCode: status,
      headers,
      body,
    } = await request(url, {
      dispatcher: agent,
      highWaterMark: MAX_BYTES,
      method: 'POST',
      headers: headersOf(access, ask),
      body: JSON.stringify(ask.body),
      signal: AbortSignal.timeout(within),
    });
    const header = headerOf(headers);
    // A refusal is one however little of its words arrives.
    const told = status < 300 ? await readJson(body) : await readJson(body).catch(() => null);
    if (status < 300) {
      const value = read(told);
      return value === null
        ? { is: 'unknown', why: 'it answers, but not with what was asked for' }
        : { is: 'answered', value };
    }
    if (status === 429) {
      const after = askedPause({ header, body: told }, now());
      return {
        is: 'not taken',
        error: mediaError('backend_unreachable', { backend: name, why: busyWords(status, after) }),
        after,
      };
    }
    if (status === 408 || status >= 500) return { is: 'unknown', why: busyWords(status, null) };
    return { is: 'refused', error: refusedAnswer(access, { status, body: told, header }, refusal) };
  } catch (error) {
    const known = toMediaError(error);
    if (known.kind !== 'internal_error' && known.kind !== 'cancelled') return { is: 'refused', error: known };
    const late = error instanceof Error && error.name === 'TimeoutError';
    const { why, retry } = late ? { why: 'it did not answer in time', retry: true } : networkProblem(error);
    if (seen.connected) return { is: 'unknown', why };
    return retry
      ? { is: 'not taken', error: mediaError('backend_unreachable', { backend: name, why }, error), after: null }
      : { is: 'refused', error: mediaError('backend_refused', { backend: name, why }, error) };
  } finally {
    await agent.destroy();
  }
}
