import type { FileHandle } from 'node:fs/promises';
import type { GuardedClient } from '../net/guardedClient';
import { httpGet } from '../net/httpGet';
import type { HttpReply } from '../net/httpGet';
import type { InputHeaders } from '../net/inputHeaders';
import { inputTooLarge } from './inputLimit';
import { Refusal, refusalOf, retrying, soFar } from '../net/retrying';
import type { Pause } from '../net/retrying';
import { saveStream } from './saveStream';
import { mediaError } from '../errors/mediaError';

export interface DownloadUse {
  folder: string;
  /** What an error calls the input. */
  shown: string;
  maxBytes: number;
  signal: AbortSignal;
  /** `total` is null while the server does not say how much there is. */
  onBytes: (received: number, total: number | null) => void;
  pause?: Pause | undefined;
  /** Milliseconds in which more than next to nothing has to come. */
  idleTimeout: number;
  /** What lets us in at the server of the address. */
  login?: InputHeaders | undefined;
  /** The answer to a request for the whole file that was made already. */
  begun?: HttpReply | undefined;
}

/** How far a download has come. */
interface Progress {
  received: number;
  total: number | null;
  /** The strong ETag of what was received so far: with it the rest can be asked for. */
  etag: string | null;
}

/**
 * Fetches an address into an open, empty file. A connection that is cut is made again a few times, and goes on where it was cut if the server
 * can do that.
 * @throws input_not_found, input_empty, input_too_large, input_unsupported, address_refused, redirect_refused, download_failed, disk_full, cancelled
 */
export async function download(client: GuardedClient, address: URL, file: FileHandle, use: DownloadUse): Promise<void> {
  const { signal, shown, pause } = use;
  const progress: Progress = { received: 0, total: null, etag: null };
  let { begun } = use;
  await retrying(
    async () => {
      const first = begun;
      begun = undefined;
      await receive(client, address, file, progress, use, first);
    },
    { signal, shown, pause, soFar: () => soFar(progress.received, progress.total) },
  );
  if (progress.received === 0) throw mediaError('input_empty', { input: shown });
}

/** One attempt. Changes `progress` as bytes come in. */
async function receive(
  client: GuardedClient,
  address: URL,
  file: FileHandle,
  progress: Progress,
  use: DownloadUse,
  first?: HttpReply,
): Promise<void> {
  const { etag, received } = progress;
  const resume = received > 0 && etag !== null;
  const reply =
    first ??
    (await httpGet(client, address, {
      headers: resume ? { range: `bytes=${received}-`, 'if-range': etag } : {},
      login: use.login,
      signal: use.signal,
    }));
  try {
    if (!resume || !continues(reply, progress)) await beginAnew(reply, file, progress, use);
    await saveStream(reply.body, file, {
      ...use,
      position: progress.received,
      onBytes: (position) => {
        progress.received = position;
        use.onBytes(position, progress.total);
      },
    });
  } finally {
    // Nothing is left to read after success; after an error the connection must not stay open.
    reply.body.on('error', () => {}).destroy();
  }
  if (progress.total !== null && progress.received !== progress.total)
    throw new Refusal('the connection was cut', true);
}

/** Whether the answer goes on exactly where the file ends. */
function continues(reply: HttpReply, progress: Progress): boolean {
  if (reply.status !== 206 && reply.status !== 416) return false;
  const [, from] = /^bytes (\d+)-/.exec(reply.header('content-range') ?? '') ?? [];
  if (
    reply.status === 206 &&
    Number(from) === progress.received &&
    (reply.header('etag') ?? progress.etag) === progress.etag
  )
    return true;
  progress.etag = null;
  throw new Refusal('the file changed while it was fetched', true);
}

async function beginAnew(
  reply: HttpReply,
  file: FileHandle,
  progress: Progress,
  { shown, maxBytes }: DownloadUse,
): Promise<void> {
  const { status } = reply;
  if (status === 404 || status === 410) throw mediaError('input_not_found', { input: shown });
  if (status === 206 || status < 200 || status > 299) throw refusalOf(status);
  const packed = packedWith(reply);
  if (packed !== null)
    throw mediaError('input_unsupported', { input: shown, why: `its server sends it packed with ${packed}` });
  const length = reply.header('content-length');
  progress.total = length === null ? null : Number(length);
  if (progress.total !== null && progress.total > maxBytes) throw inputTooLarge(shown, maxBytes, progress.total);
  const etag = reply.header('etag');
  progress.etag = etag?.startsWith('"') ? etag : null;
  progress.received = 0;
  await file.truncate(0);
}

/** What a body was packed with that was asked for plain; null: it is plain. */
export function packedWith(reply: HttpReply): string | null {
  const packed = reply.header('content-encoding') ?? '';
  return /gzip|deflate|br|zstd|compress/i.test(packed) ? packed : null;
}
