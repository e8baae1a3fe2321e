import type { FileHandle } from 'node:fs/promises';
import { STATUS_CODES } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import type { Dispatcher } from 'undici';
import { MediaJobError, mediaError } from '../errors';
import { throwIfCancelled } from './cancelled';
import { httpGet } from './httpGet';
import type { HttpReply } from './httpGet';
import { inputTooLarge } from './inputLimit';
import { networkProblem } from './networkProblem';
import { saveStream } from './saveStream';

/** Milliseconds to wait before each new attempt; there are no more attempts than these. */
const PAUSES = [500, 1000, 2000];

/** Waits some milliseconds. Rejects when the signal comes. */
export type Pause = (ms: number, signal: AbortSignal) => Promise<unknown>;

const waitFor: Pause = (ms, signal) => setTimeout(ms, undefined, { signal });

export interface DownloadUse {
  folder: string;
  /** What an error calls the input. */
  shown: string;
  maxBytes: number;
  signal: AbortSignal;
  /** `total` is null while the server does not say how much there is. */
  onBytes: (received: number, total: number | null) => void;
  pause?: Pause;
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
export async function download(agent: Dispatcher, address: URL, file: FileHandle, use: DownloadUse): Promise<void> {
  const { signal, shown, pause = waitFor } = use;
  const progress: Progress = { received: 0, total: null, etag: null };
  for (let attempt = 0; ; attempt++) {
    try {
      await receive(agent, address, file, progress, use);
      if (progress.received === 0) throw mediaError('input_empty', { input: shown });
      return;
    } catch (error) {
      throwIfCancelled(signal);
      if (error instanceof MediaJobError) throw error;
      const wait = PAUSES[attempt];
      const { why, retry } = error instanceof Refusal ? error : networkProblem(error);
      if (!retry || wait === undefined) throw mediaError('download_failed', { input: shown, why: `${why}${soFar(progress)}` }, error);
      await pause(wait, signal).catch(() => {
        throwIfCancelled(signal);
      });
    }
  }
}

/** An answer that is not the file asked for. */
class Refusal extends Error {
  constructor(readonly why: string, readonly retry: boolean) {
    super(why);
  }
}

/** One attempt. Changes `progress` as bytes come in. */
async function receive(agent: Dispatcher, address: URL, file: FileHandle, progress: Progress, use: DownloadUse): Promise<void> {
  const { etag, received } = progress;
  const resume = received > 0 && etag !== null;
  const reply = await httpGet(agent, address, { headers: resume ? { range: `bytes=${received}-`, 'if-range': etag } : {}, signal: use.signal });
  try {
    if (!resume || !continues(reply, progress)) await beginAnew(reply, file, progress, use);
    await saveStream(reply.body, file, {
      ...use, position: progress.received,
      onBytes: (position) => {
        progress.received = position;
        use.onBytes(position, progress.total);
      },
    });
  } finally {
    // Nothing is left to read after success; after an error the connection must not stay open.
    reply.body.on('error', () => {}).destroy();
  }
  if (progress.total !== null && progress.received !== progress.total) throw new Refusal('the connection was cut', true);
}

/** Whether the answer goes on exactly where the file ends. */
function continues(reply: HttpReply, progress: Progress): boolean {
  if (reply.status !== 206 && reply.status !== 416) return false;
  const [, from] = /^bytes (\d+)-/.exec(reply.header('content-range') ?? '') ?? [];
  if (reply.status === 206 && Number(from) === progress.received && (reply.header('etag') ?? progress.etag) === progress.etag) return true;
  progress.etag = null;
  throw new Refusal('the file changed while it was fetched', true);
}

async function beginAnew(reply: HttpReply, file: FileHandle, progress: Progress, { shown, maxBytes }: DownloadUse): Promise<void> {
  const { status } = reply;
  if (status === 404 || status === 410) throw mediaError('input_not_found', { input: shown });
  if (status === 206 || status < 200 || status > 299) throw refusalOf(status);
  const packed = reply.header('content-encoding') ?? '';
  if (/gzip|deflate|br|zstd|compress/i.test(packed)) throw mediaError('input_unsupported', { input: shown, why: `its server sends it packed with ${packed}` });
  const length = reply.header('content-length');
  progress.total = length === null ? null : Number(length);
  if (progress.total !== null && progress.total > maxBytes) throw inputTooLarge(shown, maxBytes, progress.total);
  const etag = reply.header('etag');
  progress.etag = etag?.startsWith('"') ? etag : null;
  progress.received = 0;
  await file.truncate(0);
}

function refusalOf(status: number): Refusal {
  const answer = `its server answers ${status} ${STATUS_CODES[status] ?? ''}`.trim();
  const hint = status === 401 || status === 403 ? '; it may want a login, or a signed link may have run out' : '';
  return new Refusal(`${answer}${hint}`, status >= 500 || status === 408 || status === 429);
}

function soFar({ received, total }: Progress): string {
  if (received === 0) return '';
  return ` after ${received.toLocaleString('en-US')}${total === null ? '' : ` of ${total.toLocaleString('en-US')}`} bytes`;
}
