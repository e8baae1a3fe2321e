import type { Dispatcher } from 'undici';
import { retryAfter } from '../pipeline/net/retryAfter';
import type { ApiAccess } from './apiAccess';
import { fieldsOf } from './hostedJob';
import { mediaError } from '../pipeline/errors/mediaError';
import type { MediaJobError } from '../pipeline/errors/mediaError';

export interface ApiAnswer {
  status: number;
  /** What it says, where that is JSON; else null. */
  body: unknown;
  header: (name: string) => string | null;
}

/** What an answer that is no success means; null leaves it to the words that fit every API. */
export type Refusal = (answer: ApiAnswer) => MediaJobError | null;

/** What reads a header of an answer, its name in lower case; null where there is none, or more than one. */
export const headerOf =
  (headers: Dispatcher.ResponseData['headers']) =>
  (name: string): string | null => {
    const value = headers[name];
    return typeof value === 'string' ? value : null;
  };

/** So long the API wants to be left alone (ms), as a header or its body says; null where neither does. */
export function askedPause({ header, body }: Omit<ApiAnswer, 'status'>, now: number): number | null {
  const told = fieldsOf(body).retryAfter;
  return retryAfter(
    header('retry-after') ?? (typeof told === 'number' || typeof told === 'string' ? String(told) : null),
    now,
  );
}

/** Why an API that is busy, or out of order, gives no answer for now: 429, 408 or from 500 on. @param after what it asks for (ms) */
export const busyWords = (status: number, after: number | null): string =>
  status === 429
    ? `it takes no more requests for now${after === null ? '' : ` (Retry-After: ${Math.ceil(after / 1000)} s)`}`
    : `it answers ${status}`;

/** The words for an answer of no success that would come again: those of the API where it is known to have some. */
export function refusedAnswer({ name }: ApiAccess, answer: ApiAnswer, refusal: Refusal): MediaJobError {
  const { status } = answer;
  // What else it says is not passed on unasked: one of these APIs names phone numbers in its errors.
  const why = status === 401 || status === 403 ? `it does not accept the API key (${status})` : `it answers ${status}`;
  return status >= 300 && status < 400
    ? mediaError('backend_refused', { backend: name, why: 'it answers with a redirect, which is not followed' })
    : (refusal(answer) ?? mediaError('backend_refused', { backend: name, why }));
}
