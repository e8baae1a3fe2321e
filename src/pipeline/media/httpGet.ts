import type { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';
import { headersFor, isRedirect, redirectTarget } from './redirect';

export interface HttpAsk {
  headers?: Record<string, string>;
  signal: AbortSignal;
}

export interface HttpReply {
  /** Where the redirects ended. */
  url: URL;
  status: number;
  header(name: string): string | null;
  /** To be read to its end or destroyed. */
  body: Readable;
}

const HEADERS = { accept: '*/*', 'accept-encoding': 'identity', 'user-agent': 'n8n-nodes-media-jobs' };

/**
 * Asks for an address and follows redirects, each one through the agent and so through its guard. A user name and password
 * in the address are sent to that server alone.
 * @throws address_refused, redirect_refused; errors of the network as undici has them
 */
export async function httpGet(agent: Dispatcher, address: URL, ask: HttpAsk): Promise<HttpReply> {
  let url = address;
  let headers: Record<string, string> = { ...HEADERS, ...basic(address), ...ask.headers };
  for (let followed = 0; ; followed++) {
    const reply = await agent.request({ origin: url.origin, path: url.pathname + url.search, method: 'GET', headers, signal: ask.signal });
    const header = (name: string): string | null => {
      const value = reply.headers[name];
      return typeof value === 'string' ? value : null;
    };
    if (!isRedirect(reply.statusCode)) return { url, status: reply.statusCode, header, body: reply.body };
    reply.body.on('error', () => {}).destroy();
    const next = redirectTarget(url, header('location') ?? undefined, followed);
    headers = { ...headersFor(headers, url, next), ...basic(next) };
    url = next;
  }
}

/** The credentials that an address itself holds. */
function basic({ username, password }: URL): Record<string, string> {
  if (username === '' && password === '') return {};
  return { authorization: `Basic ${Buffer.from(`${decode(username)}:${decode(password)}`).toString('base64')}` };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
