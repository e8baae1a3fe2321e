import { setTimeout as sleep } from 'node:timers/promises';
import { Agent, request } from 'undici';
import type { Dispatcher } from 'undici';
import { mediaError } from '../pipeline/errors';
import { networkProblem } from '../pipeline/media/networkProblem';

/** What a credential says of a hosted API. The address was set by an administrator, so it is reached as given, but no further than it says. */
export interface ApiAccess {
  /** As users know it: `Ittybit`. */
  name: string;
  /** `https://host/path`, with or without a slash at its end. */
  baseUrl: string;
  apiKey: string;
}

export interface ApiPatience {
  /** Milliseconds for all attempts together. */
  within: number;
  /** Waits so many milliseconds between two attempts. */
  pause?: (milliseconds: number) => Promise<unknown>;
}

const MAX_BYTES = 8_000_000;
const FIRST_PAUSE = 250;

/** What one attempt gave: an object, or null for none; or why there may be one later. */
type Attempt = { found: Record<string, unknown> | null } | { why: string; after: number | null };

/**
 * Reads a JSON object of a hosted API; null where there is none (404). The key goes to the host of the base URL alone: redirects are not followed.
 * Where the API is busy or out of reach it is asked again, as long as there is time.
 * @param path below the base URL, its parts already encoded
 * @throws backend_refused, backend_unreachable
 */
export async function apiGet(access: ApiAccess, path: string, { within, pause = sleep }: ApiPatience): Promise<Record<string, unknown> | null> {
  const url = addressOf(access, path);
  const headers = headersOf(access);
  const end = performance.now() + within;
  const signal = AbortSignal.timeout(within);
  const agent = new Agent();
  try {
    for (let wait = FIRST_PAUSE; ; wait *= 2) {
      const answer = await attempt(access, () => request(url, { dispatcher: agent, headers, signal }), signal);
      if ('found' in answer) return answer.found;
      const rest = answer.after ?? wait;
      if (signal.aborted || performance.now() + rest >= end) throw mediaError('backend_unreachable', { backend: access.name, why: answer.why });
      await pause(rest);
    }
  } finally {
    await agent.destroy();
  }
}

async function attempt(access: ApiAccess, ask: () => Promise<Dispatcher.ResponseData>, signal: AbortSignal): Promise<Attempt> {
  const refused = (why: string) => mediaError('backend_refused', { backend: access.name, why });
  let status: number;
  let text: string | null;
  try {
    const { statusCode, headers, body } = await ask();
    status = statusCode;
    if (status === 429 || status === 408 || status >= 500) {
      body.on('error', () => {}).destroy();
      return { why: status === 429 ? 'it takes no more requests for now' : `it answers ${status}`, after: retryAfter(headers['retry-after']) };
    }
    text = await textOf(body);
  } catch (error) {
    if (signal.aborted) return { why: 'it did not answer in time', after: null };
    const { why, retry } = networkProblem(error);
    if (!retry) throw refused(why);
    return { why, after: null };
  }
  if (status === 404 || status === 410) return { found: null };
  if (status === 401 || status === 403) throw refused(`it does not accept the API key (${status})`);
  if (status >= 300 && status < 400) throw refused('it answers with a redirect, which is not followed');
  // What else it says is not passed on: one of these APIs names phone numbers in its errors.
  if (status !== 200) throw refused(`it answers ${status}`);
  const found = text === null ? null : parsed(text);
  if (found === null) throw refused('its answer is no JSON object');
  return { found };
}

function addressOf({ name, baseUrl }: ApiAccess, path: string): URL {
  const base = URL.canParse(baseUrl) ? new URL(baseUrl) : null;
  if (base === null || !/^https?:$/.test(base.protocol) || base.username !== '' || base.search !== '' || base.hash !== '') {
    throw mediaError('backend_refused', { backend: name, why: 'its base URL is no address of the form https://host/path' });
  }
  return new URL(`${base.href.replace(/\/+$/, '')}/${path}`);
}

function headersOf({ name, apiKey }: ApiAccess): Record<string, string> {
  const key = apiKey.trim();
  if (!/^[\x21-\x7e]+$/.test(key)) throw mediaError('backend_refused', { backend: name, why: 'the API key is empty or has characters that no key has' });
  return { authorization: `Bearer ${key}`, accept: 'application/json', 'user-agent': 'n8n-nodes-media-jobs' };
}

/** Milliseconds; null for a date or nothing. */
function retryAfter(header: string | string[] | undefined): number | null {
  return typeof header === 'string' && /^\d{1,6}$/.test(header) ? Number(header) * 1000 : null;
}

/** Null when it is larger than any job object. */
async function textOf(body: Dispatcher.ResponseData['body']): Promise<string | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function parsed(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
