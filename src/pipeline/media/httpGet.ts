import type { Answer, GuardedClient } from './guardedClient';
import { headersFor, isRedirect, redirectTarget } from './redirect';

export interface HttpAsk {
  headers?: Record<string, string>;
  signal: AbortSignal;
}

export interface HttpReply extends Answer {
  /** Where the redirects ended. */
  url: URL;
}

const HEADERS = { accept: '*/*', 'accept-encoding': 'identity', 'user-agent': 'n8n-nodes-media-jobs' };

/**
 * Asks for an address and follows redirects, each one through the client and so through its guard. A user name and password
 * in the address are sent to that server alone.
 * @throws address_refused, redirect_refused; Refusal; errors of the network as Node has them
 */
export async function httpGet(client: GuardedClient, address: URL, ask: HttpAsk): Promise<HttpReply> {
  let url = address;
  let headers: Record<string, string> = { ...HEADERS, ...basic(address), ...ask.headers };
  for (let followed = 0; ; followed++) {
    const answer = await client.get(url, headers, ask.signal);
    if (!isRedirect(answer.status)) return { ...answer, url };
    answer.body.on('error', () => {}).destroy();
    const next = redirectTarget(url, answer.header('location') ?? undefined, followed);
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
