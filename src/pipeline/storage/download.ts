import type { FileHandle } from 'node:fs/promises';
import type { GuardedClient } from '../net/guardedClient';
import { httpGet } from '../net/httpGet';
import type { HttpReply } from '../net/httpGet';
import type { InputHeaders } from '../net/inputHeaders';
import { inputTooLarge } from './inputLimit';
import { Refusal, refusalOf, retrying, soFar } from '../net/retrying';
import type { Pause } from '../net/retrying';
import { saveStream } from './saveStream';
import { packedWith, problemOfUnpacking, unpacking } from './unpacking';
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
  const packing = packedWith(reply.header('content-encoding'));
  try {
    if (!resume || !continues(reply, progress)) await beginAnew(reply, file, progress, use);
    const { body, take } = packing === null ? { ...reply, take: undefined } : unpacking(reply.body, packing, use.shown);
    await saveStream(body, file, {
      ...use,
      position: progress.received,
      ...(take && { take }),
      onBytes: (position) => {
        progress.received = position;
        use.onBytes(position, progress.total);
      },
    });
  } catch (error) {
    throw packing === null ? error : problemOfUnpacking(error, packing);
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
    packedWith(reply.header('content-encoding')) === null &&
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
  // The length of what is packed says nothing, and the rest of it alone cannot be unpacked.
  const isPacked = packedWith(reply.header('content-encoding')) !== null;
  const length = isPacked ? null : reply.header('content-length');
  progress.total = length === null ? null : Number(length);
  if (progress.total !== null && progress.total > maxBytes) throw inputTooLarge(shown, maxBytes, progress.total);
  const etag = reply.header('etag');
  progress.etag = !isPacked && etag?.startsWith('"') ? etag : null;
  progress.received = 0;
  await file.truncate(0);
}
