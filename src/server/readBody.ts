import type { IncomingMessage } from 'node:http';
import type { Limits } from './limits';
import { turn } from './turn';
import { boundedJson, TooMuchJson } from '../pipeline/base/boundedJson';
import { utf8 } from '../pipeline/base/utf8';
import { mediaError } from '../pipeline/errors/mediaError';

/**
 * The JSON of a request. Read with a limit on bytes and time, whatever the client says of its length.
 * @throws request_too_large, request_timeout, request_malformed
 */
export async function readJson(incoming: IncomingMessage, { bodyBytes, bodyMs }: Limits): Promise<unknown> {
  const tooLarge = () =>
    mediaError('request_too_large', {
      why: `a job may have ${bodyBytes.toLocaleString('en-US')} bytes`,
      name: '{name}',
    });
  if (Number(incoming.headers['content-length'] ?? 0) > bodyBytes) throw tooLarge();
  if (!['', 'identity'].includes(incoming.headers['content-encoding'] ?? ''))
    throw malformed('it is packed; send it as it is');
  const body = await within(bodyMs, incoming, async () => {
    const pieces: Buffer[] = [];
    let bytes = 0;
    // Destroying the request would take the connection away before it is answered.
    for await (const piece of incoming.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      bytes += piece.length;
      if (bytes > bodyBytes) throw tooLarge();
      pieces.push(piece);
    }
    return pieces;
  });
  // Fifty bodies may have come at once: each is put together and read in a turn of its own.
  await turn();
  return jsonOfBody(decoded(Buffer.concat(body)));
}

/** @throws request_malformed */
export function jsonOfBody(text: string): unknown {
  try {
    return boundedJson(text);
  } catch (error) {
    if (error instanceof TooMuchJson) throw malformed(`its body has ${error.message}`, error);
    throw malformed(text.trim() === '' ? 'it has no body' : 'its body is not JSON', error);
  }
}

const malformed = (why: string, cause?: unknown) => mediaError('request_malformed', { why }, cause);

function decoded(bytes: Buffer): string {
  const text = utf8(bytes);
  if (text === null) throw malformed('its body is not UTF-8');
  return text.replace(/^\uFEFF/, '');
}

/** The rest of a request that is refused is not waited for: whoever answers it closes the connection. */
async function within<T>(ms: number, incoming: IncomingMessage, work: () => Promise<T>): Promise<T> {
  let late = (): void => undefined;
  const lateness = new Promise<never>((_, reject) => {
    late = () => reject(mediaError('request_timeout', { why: `its body was not there after ${ms / 1000} s` }));
  });
  const timer = setTimeout(late, ms);
  try {
    const done = work();
    done.catch(() => undefined);
    return await Promise.race([done, lateness]);
  } catch (error) {
    if (incoming.errored !== null) throw malformed('the connection was closed before its end', error);
    throw error;
  } finally {
    clearTimeout(timer);
  }
}
