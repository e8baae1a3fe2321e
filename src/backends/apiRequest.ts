import { setTimeout as sleep } from 'node:timers/promises';
import { Agent, request } from 'undici';
import type { Dispatcher } from 'undici';
import { mediaError } from '../pipeline/errors';
import type { MediaJobError } from '../pipeline/errors';
import { throwIfCancelled } from '../pipeline/media/cancelled';
import { networkProblem } from '../pipeline/media/networkProblem';
import { retryAfter } from '../pipeline/media/retryAfter';
import type { ApiAccess } from './apiAccess';
import { addressOf, authorizationOf } from './apiAccess';
import { MAX_BYTES, readJson } from './readJson';
import { retryPause } from './retryPause';

export interface ApiRequest {
  method: 'GET' | 'POST' | 'DELETE';
  /** Below the base URL, its parts already encoded. */
  path: string;
  query?: Record<string, string>;
  /** Sent as JSON. */
  body?: unknown;
  /** Makes a POST one that can be repeated when nobody knows whether it arrived. */
  idempotencyKey?: string;
  /** Whether it is asked without the key. */
  open?: boolean;
}

/** How long to go on asking. */
export interface ApiPatience {
  /** Milliseconds for all attempts together. */
  within: number;
  /** Attempts at most; 6 unless given. */
  attempts?: number;
  /** Ends the request, as cancelled. */
  signal?: AbortSignal;
  /** Waits so many milliseconds between two attempts. */
  pause?: (milliseconds: number, signal: AbortSignal) => Promise<unknown>;
  /** From 0 to below 1. */
  random?: () => number;
  now?: () => number;
}

export interface ApiAnswer {
  status: number;
  /** What it says, where that is JSON; else null. */
  body: unknown;
  header: (name: string) => string | null;
}

/** What an answer that is no success means; null leaves it to the words that fit every API. */
export type Refusal = (answer: ApiAnswer) => MediaJobError | null;

const MOST_ATTEMPTS = 6;

const waitFor = (ms: number, signal: AbortSignal): Promise<unknown> => sleep(ms, undefined, { signal });

/** What one attempt gave; or why there may be an answer later, and after how many milliseconds it asks to be asked again. */
type Attempt = { answer: ApiAnswer } | { why: string; after: number | null };

/**
 * Asks a hosted API. The key goes to the host of the base URL alone: redirects are not followed. Where the API is busy or out of reach it is asked again
 * while there is time, a POST without an idempotency key only where it says itself that it did not take it (429, 503).
 * @returns an answer of 2xx, 404 or 410 @throws what `refusal` makes of others, backend_refused, backend_unreachable, cancelled
 */
export async function apiRequest(access: ApiAccess, ask: ApiRequest, patience: ApiPatience, refusal: Refusal = () => null): Promise<ApiAnswer> {
  const { within, attempts = MOST_ATTEMPTS, signal: stop, pause = waitFor, random = Math.random, now = Date.now } = patience;
  const url = addressOf(access, ask.path, ask.query);
  const headers = headersOf(access, ask);
  const body = ask.body === undefined ? null : JSON.stringify(ask.body);
  const end = performance.now() + within;
  const late = AbortSignal.timeout(within);
  const signal = stop === undefined ? late : AbortSignal.any([stop, late]);
  const agent = new Agent();
  try {
    for (let made = 1; ; made++) {
      const given = await attempt(access, () => request(url, { dispatcher: agent, highWaterMark: MAX_BYTES, method: ask.method, headers, body, signal }), { late, now, again: ask.method !== 'POST' || ask.idempotencyKey !== undefined, refusal });
      if ('answer' in given) return given.answer;
      const rest = retryPause(made, given.after, random());
      if (signal.aborted || made >= attempts || performance.now() + rest >= end) throw mediaError('backend_unreachable', { backend: access.name, why: given.why });
      await pause(rest, signal);
    }
  } catch (error) {
    throwIfCancelled(stop ?? new AbortController().signal);
    throw error;
  } finally {
    await agent.destroy();
  }
}

/** What is sent beside the body. @throws backend_refused where the key cannot stand in a header */
export const headersOf = (access: ApiAccess, { open, idempotencyKey, body }: ApiRequest): Record<string, string> => ({
  ...(open !== true && { authorization: authorizationOf(access) }), accept: 'application/json', 'user-agent': 'n8n-nodes-media-jobs',
  ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }), ...(body !== undefined && { 'content-type': 'application/json' }),
});

/** What reads a header of an answer, its name in lower case; null where there is none, or more than one. */
export const headerOf = (headers: Dispatcher.ResponseData['headers']) => (name: string): string | null => {
  const value = headers[name];
  return typeof value === 'string' ? value : null;
};

interface AttemptUse {
  late: AbortSignal;
  now: () => number;
  /** Whether what may have arrived can be asked again. */
  again: boolean;
  refusal: Refusal;
}

async function attempt(access: ApiAccess, ask: () => Promise<Dispatcher.ResponseData>, { late, now, again, refusal }: AttemptUse): Promise<Attempt> {
  const refused = (why: string) => mediaError('backend_refused', { backend: access.name, why });
  let answer: ApiAnswer;
  try {
    const { statusCode: status, headers, body } = await ask();
    const header = headerOf(headers);
    if (status === 429 || status === 408 || status >= 500) {
      body.on('error', () => {}).destroy();
      const after = retryAfter(header('retry-after'), now());
      const why = status === 429 ? `it takes no more requests for now${after === null ? '' : ` (Retry-After: ${Math.ceil(after / 1000)} s)`}` : `it answers ${status}`;
      if (!again && status !== 429 && status !== 503) throw mediaError('backend_unreachable', { backend: access.name, why });
      return { why, after };
    }
    answer = { status, body: await readJson(body), header };
  } catch (error) {
    if (late.aborted) return { why: 'it did not answer in time', after: null };
    const { why, retry } = networkProblem(error);
    if (!retry) throw refused(why);
    if (!again) throw mediaError('backend_unreachable', { backend: access.name, why });
    return { why, after: null };
  }
  const { status } = answer;
  if (status >= 300 && status < 400) throw refused('it answers with a redirect, which is not followed');
  if (status < 300 && status !== 204) return { answer };
  const known = refusal(answer);
  if (known !== null) throw known;
  if (status === 404 || status === 410) return { answer };
  if (status === 401 || status === 403) throw refused(`it does not accept the API key (${status})`);
  // What else it says is not passed on unasked: one of these APIs names phone numbers in its errors.
  throw refused(`it answers ${status}`);
}
