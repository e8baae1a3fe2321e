import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { serve } from './server';
import type { TestServer } from './server';

export interface RangeServer extends TestServer {
  size: number;
  /** What was asked for, in order; `to` not included. */
  asked: { from: number; to: number }[];
  /** Bytes that were sent. */
  sent: () => number;
}

export interface RangeServerUse {
  /** By default an ETag. */
  headers?: OutgoingHttpHeaders | ((nth: number) => OutgoingHttpHeaders);
  /** Answers instead, where it says true. `nth` request, from 1 on. */
  instead?: (
    nth: number,
    request: IncomingMessage,
    response: ServerResponse,
    part: { from: number; to: number },
  ) => boolean;
}

/** A web server that knows ranges and notes what is asked of it. It has one file, under every name. */
export async function rangeServer(
  file: Buffer | string,
  { headers = { etag: '"one"' }, instead }: RangeServerUse = {},
): Promise<RangeServer> {
  const size = typeof file === 'string' ? (await stat(file)).size : file.length;
  const asked: { from: number; to: number }[] = [];
  let sent = 0;
  const server = await serve((request, response) => {
    const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '') ?? [];
    const part = { from: Number(first ?? 0), to: last ? Math.min(Number(last) + 1, size) : size };
    asked.push(part);
    const nth = asked.length;
    if (instead?.(nth, request, response, part)) return;
    const own = typeof headers === 'function' ? headers(nth) : headers;
    if (first !== undefined && part.from >= part.to) {
      response.writeHead(416, { 'content-range': `bytes */${size}` }).end();
      return;
    }
    const range = first === undefined ? {} : { 'content-range': `bytes ${part.from}-${part.to - 1}/${size}` };
    response.writeHead(first === undefined ? 200 : 206, {
      'accept-ranges': 'bytes',
      'content-length': part.to - part.from,
      ...range,
      ...own,
    });
    const body =
      typeof file === 'string'
        ? createReadStream(file, { start: part.from, end: part.to - 1 })
        : Readable.from(pieces(file.subarray(part.from, part.to)));
    body.on('data', (piece: Buffer) => (sent += piece.length));
    body.pipe(response);
    response.on('close', () => body.destroy());
  });
  return { ...server, size, asked, sent: () => sent };
}

function* pieces(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536);
}
