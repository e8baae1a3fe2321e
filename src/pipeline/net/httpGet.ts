import type { Answer, GuardedClient } from './guardedClient';
import type { InputHeaders } from './inputHeaders';
import { isRedirect, redirectTarget } from './redirect';

export interface HttpAsk {
  headers?: Record<string, string>;
  /** Headers that let us in at the server of the address, besides the user name and password that it may hold itself. */
  login?: InputHeaders | undefined;
  signal: AbortSignal;
}

export interface HttpReply extends Answer {
  /** Where the redirects ended. */
  url: URL;
  /** What let us in there. */
  login: InputHeaders;
}

const HEADERS = { accept: '*/*', 'accept-encoding': 'identity', 'user-agent': 'n8n-nodes-media-jobs' };

/**
 * Asks for an address and follows redirects, each one through the client and so through its guard. What lets us in is sent to the address's own server alone: a
 * redirect to another origin drops it for good, also when that one leads back.
 * @throws address_refused, redirect_refused; Refusal; errors of the network as Node has them
 */
export async function httpGet(client: GuardedClient, address: URL, ask: HttpAsk): Promise<HttpReply> {
  let url = address;
  let login: InputHeaders = { ...basic(address), ...ask.login };
  for (let followed = 0; ; followed++) {
    const answer = await client.get(url, { ...HEADERS, ...login, ...ask.headers }, ask.signal);
    if (!isRedirect(answer.status)) return { ...answer, url, login };
    answer.body.on('error', () => {}).destroy();
    const next = redirectTarget(url, answer.header('location') ?? undefined, followed);
    login = { ...(next.origin === url.origin && login), ...basic(next) };
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
