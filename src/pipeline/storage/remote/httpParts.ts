import { packedWith } from '../unpacking';
import type { GuardedClient } from '../../net/guardedClient';
import { httpGet } from '../../net/httpGet';
import type { HttpReply } from '../../net/httpGet';
import type { InputHeaders } from '../../net/inputHeaders';
import { canPass, Refusal, refusalOf } from '../../net/retrying';
import { contentRange, FIRST_BYTES, inputChanged } from './parts';
import type { AskForPart, Part, Version } from './parts';
import { mediaError } from '../../errors/mediaError';

/** Where the redirects ended, and what let us in there. */
type Place = Pick<HttpReply, 'url' | 'login'>;

/** The first answer of a server, for whoever wants to read a file in parts. */
export type FirstAnswer =
  /** It can be read in parts. */
  | { is: 'part'; version: Version; first: Part; found: Place }
  /** The server sends all of it, whatever it is asked for. */
  | { is: 'whole'; reply: HttpReply }
  /** Parts of it cannot be relied on, or it has none: it has to be asked for as a whole, which also tells what is wrong with it. */
  | { is: 'no part' };

/** Asks a server for the beginning of a file. @throws input_not_found, address_refused, redirect_refused; Refusal; what the network fails with */
export async function askFirst(
  client: GuardedClient,
  address: URL,
  { shown, login, signal }: { shown: string; login?: InputHeaders | undefined; signal: AbortSignal },
): Promise<FirstAnswer> {
  const reply = await httpGet(client, address, { headers: { range: `bytes=0-${FIRST_BYTES - 1}` }, login, signal });
  if (reply.status === 200) return { is: 'whole', reply };
  const range = contentRange(reply.header('content-range'));
  const version = range && { size: range.size, ...marksOf(reply) };
  // Without a mark of its version, two versions of a file could be mixed.
  const reliable =
    reply.status === 206 &&
    range?.from === 0 &&
    version !== null &&
    (version.etag ?? version.lastModified) !== null &&
    packedWith(reply.header('content-encoding')) === null;
  if (reliable) return { is: 'part', version, first: { from: 0, to: range.to, body: reply.body }, found: reply };
  discard(reply);
  if (isGone(reply.status)) throw mediaError('input_not_found', { input: shown });
  if (canPass(reply.status)) throw refusalOf(reply.status);
  return { is: 'no part' };
}

/**
 * Asks for further parts where the first one was found. A place that a redirect led to may be open for a while only: then it is asked for anew at the
 * address itself. Every request goes through the client, and so through its guard.
 */
export function httpParts(
  client: GuardedClient,
  address: URL,
  {
    version,
    found,
    login = {},
    shown,
  }: { version: Version; found: Place; login?: InputHeaders | undefined; shown: string },
): AskForPart {
  let place: Place = { url: found.url, login: found.login };
  return async (from, to, signal) => {
    const ask = (at: Place) =>
      httpGet(client, at.url, { headers: partHeaders(from, to, version), login: at.login, signal });
    let reply = await ask(place);
    if (place.url.href !== address.href && isClosed(reply.status)) {
      discard(reply);
      reply = await ask({ url: address, login });
    }
    try {
      const part = { ...partOf(reply, { from, version, shown }), body: reply.body };
      place = { url: reply.url, login: reply.login };
      return part;
    } catch (error) {
      discard(reply);
      throw error;
    }
  };
}

/** Asks for a part of one version, and for all of the file if there is another one by now. */
export const partHeaders = (from: number, to: number, { etag, lastModified }: Version): Record<string, string> => ({
  range: `bytes=${from}-${to - 1}`,
  'if-range': etag ?? lastModified ?? '',
});

/** Which bytes an answer with a part has. @throws input_changed, input_not_found, Refusal */
export function partOf(
  reply: HttpReply,
  { from, version, shown }: { from: number; version: Version; shown: string },
): { from: number; to: number } {
  const { status } = reply;
  const range = contentRange(reply.header('content-range'));
  // With If-Range a server need not say again what did not change.
  const etag = reply.header('etag') ?? version.etag;
  const lastModified = reply.header('last-modified') ?? version.lastModified;
  const same = version.etag === null ? lastModified === version.lastModified : etag === version.etag;
  if ((status === 200 || status === 206) && !same)
    throw inputChanged(shown, 'its server has another version of it now');
  if (status === 416 || (range !== null && range.size !== version.size))
    throw inputChanged(shown, 'its size is another one now');
  if (isGone(status)) throw mediaError('input_not_found', { input: shown });
  if (
    status === 200 ||
    (status === 206 && (range?.from !== from || packedWith(reply.header('content-encoding')) !== null))
  )
    throw new Refusal('its server does not send the part that it was asked for', true);
  if (status !== 206 || range === null) throw refusalOf(status);
  return range;
}

/** What tells the version of a file in an answer from another one: a weak ETag does not. */
export function marksOf(reply: HttpReply): Pick<Version, 'etag' | 'lastModified'> {
  const etag = reply.header('etag');
  return { etag: etag?.startsWith('"') ? etag : null, lastModified: reply.header('last-modified') };
}

const isGone = (status: number): boolean => status === 404 || status === 410;
const isClosed = (status: number): boolean => isGone(status) || status === 401 || status === 403;

export function discard({ body }: HttpReply): void {
  body.on('error', () => {}).destroy();
}
