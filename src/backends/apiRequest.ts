import { Agent, request } from 'undici';
import type { Dispatcher } from 'undici';
import { throwIfCancelled } from '../pipeline/errors/cancelled';
import { networkProblem } from '../pipeline/net/networkProblem';
import type { ApiAccess } from './apiAccess';
import { addressOf, authorizationOf } from './apiAccess';
import { askedPause, busyWords, headerOf, refusedAnswer } from './apiAnswer';
import type { ApiAnswer, Refusal } from './apiAnswer';
import { MAX_BYTES, readJson } from './readJson';
import { retryPause } from './retryPause';
import { mediaError } from '../pipeline/errors/mediaError';
import { waitFor } from './waitFor';

/** What can be asked again when nobody knows whether it arrived; what cannot goes through `paidPost`. */
export type ApiRequest = {
  /** Below the base URL, its parts already encoded. */
  path: string;
  query?: Record<string, string>;
  /** Sent as JSON. */
  body?: unknown;
  /** Whether it is asked without the key. */
  open?: boolean;
  /** Whether a body is an answer whatever the status: some APIs tell that a job has failed with the status of a server that has. */
  isAnswer?: (body: unknown) => boolean;
} & ({ method: 'GET' | 'DELETE'; idempotencyKey?: never } | { method: 'POST'; idempotencyKey: string });

/** How long to go on asking. */
export interface ApiPatience {
  /** Milliseconds for all attempts together. */
  within: number;
  /** Attempts at most; 6 unless given. */
  attempts?: number;
  /** Ends the request, as cancelled. */
  signal?: AbortSignal;
  /** Told for how many milliseconds the API wants no request, so that others do not ask it either. */
  hold?: (milliseconds: number) => Promise<unknown>;
  /** Waits so many milliseconds between two attempts. */
  pause?: (milliseconds: number, signal: AbortSignal) => Promise<unknown>;
  /** From 0 to below 1. */
  random?: () => number;
  now?: () => number;
}

const MOST_ATTEMPTS = 6;

/** What one attempt gave; or why there may be an answer later, and after how many milliseconds it asks to be asked again. */
type Attempt = { answer: ApiAnswer } | { why: string; after: number | null };

/**
 * Asks a hosted API. The key goes to the host of the base URL alone: redirects are not followed. Where the API is busy or out of reach it is asked again
 * while there is time.
 * @returns an answer of 2xx, 404 or 410, or one that `isAnswer` @throws what `refusal` makes of others, backend_refused, backend_unreachable, cancelled
 */
export async function apiRequest(
  access: ApiAccess,
  ask: ApiRequest,
  patience: ApiPatience,
  refusal: Refusal = () => null,
): Promise<ApiAnswer> {
  const {
    within,
    attempts = MOST_ATTEMPTS,
    signal: stop,
    hold,
    pause = waitFor,
    random = Math.random,
    now = Date.now,
  } = patience;
  const url = addressOf(access, ask.path, ask.query);
  const headers = headersOf(access, ask);
  const body = ask.body === undefined ? null : JSON.stringify(ask.body);
  const end = performance.now() + within;
  const late = AbortSignal.timeout(within);
  const signal = stop === undefined ? late : AbortSignal.any([stop, late]);
  const agent = new Agent();
  try {
    for (let made = 1; ; made++) {
      const given = await attempt(
        access,
        () => request(url, { dispatcher: agent, highWaterMark: MAX_BYTES, method: ask.method, headers, body, signal }),
        { late, now, isAnswer: ask.isAnswer },
      );
      if ('answer' in given) return accepted(access, ask, given.answer, refusal);
      if (given.after !== null) await hold?.(given.after);
      const rest = retryPause(made, given.after, random());
      if (signal.aborted || made >= attempts || performance.now() + rest >= end)
        throw mediaError('backend_unreachable', { backend: access.name, why: given.why });
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
export const headersOf = (
  access: ApiAccess,
  { open, idempotencyKey, body }: Pick<ApiRequest, 'open' | 'idempotencyKey' | 'body'>,
): Record<string, string> => ({
  ...(open !== true && { authorization: authorizationOf(access) }),
  accept: 'application/json',
  'user-agent': 'n8n-nodes-media-jobs',
  ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
  ...(body !== undefined && { 'content-type': 'application/json' }),
});

async function attempt(
  access: ApiAccess,
  ask: () => Promise<Dispatcher.ResponseData>,
  { late, now, isAnswer }: { late: AbortSignal; now: () => number; isAnswer: ApiRequest['isAnswer'] },
): Promise<Attempt> {
  try {
    const { statusCode: status, headers, body } = await ask();
    const header = headerOf(headers);
    if (status === 429 || status === 408 || status >= 500) {
      // A refusal is one however little of its words arrives.
      const told = await readJson(body).catch(() => null);
      if (isAnswer?.(told) === true) return { answer: { status, body: told, header } };
      const after = askedPause({ header, body: told }, now());
      return { why: busyWords(status, after), after };
    }
    return { answer: { status, body: await readJson(body), header } };
  } catch (error) {
    if (late.aborted) return { why: 'it did not answer in time', after: null };
    const { why, retry } = networkProblem(error);
    if (!retry) throw mediaError('backend_refused', { backend: access.name, why });
    return { why, after: null };
  }
}

/** An answer that is one: success, and that there is nothing. @throws what others mean */
function accepted(access: ApiAccess, { isAnswer }: ApiRequest, answer: ApiAnswer, refusal: Refusal): ApiAnswer {
  const { status, body } = answer;
  if ((status < 300 && status !== 204) || isAnswer?.(body) === true) return answer;
  if (status !== 404 && status !== 410) throw refusedAnswer(access, answer, refusal);
  const known = refusal(answer);
  if (known !== null) throw known;
  return answer;
}
