import { EventEmitter, once } from 'node:events';
import type { FileHandle } from 'node:fs/promises';
import type { Pause } from '../../net/retrying';
import { newFile } from '../receivedFile';
import { fillGap } from './fillGap';
import { gaps, nextThere, thereBefore, thereUpTo, withInterval } from './intervals';
import type { Interval, Intervals } from './intervals';
import type { RemoteVersion } from './parts';
import type { FetchedBytes } from './rangeReader';

/** Bytes of one request: whoever jumps about gets little at a time, whoever reads on gets more and more. */
const LEAST = 128 * 1024;
const MOST = 8 * 1024 * 1024;
/** Bytes read in a row after which the next are fetched before they are asked for. */
const STEADY = 8 * 1024 * 1024;
/** A part of which fewer bytes are still to come is as good as there: at 100 Mbit/s the way to a server a continent away and back. */
const NEARLY = 2 * 1024 * 1024;

export interface RemoteFileUse {
  /** A new, empty file. It is closed with this one. */
  file: FileHandle;
  path: string;
  folder: string;
  shown: string;
  signal: AbortSignal;
  pause?: Pause | undefined;
  idleTimeout?: number | undefined;
}

/** Pure: how much to ask for after so many bytes in a row: a share of them, so that no more than that share is fetched in vain. */
const requestSize = (inARow: number): number => Math.min(MOST, Math.max(LEAST, Math.floor(inARow / 8)));

/** Makes an empty file in a job's folder for what will be read. @throws disk_full, output_unwritable */
export async function remoteFile(
  remote: RemoteVersion,
  use: Omit<RemoteFileUse, 'file' | 'path'>,
): Promise<RemoteFile> {
  return new RemoteFile(remote, { ...use, ...(await newFile(use.folder)) });
}

/** A part that is on its way. `ended` rejects when it cannot be had. */
interface Fetch extends Interval {
  ended: Promise<void>;
}

/** A file that lies elsewhere and is fetched as it is read, into one sparse file, so that no byte is fetched twice. */
export class RemoteFile implements FetchedBytes {
  readonly size: number;
  /** Where the bytes are put. Of use to others only after `whole`. */
  readonly path: string;
  private there: Intervals = [];
  private readonly fetches = new Set<Fetch>();
  private readonly news = new EventEmitter({ captureRejections: false }).setMaxListeners(0);
  private readonly closing = new AbortController();

  constructor(
    private readonly remote: RemoteVersion,
    private readonly use: RemoteFileUse,
  ) {
    this.size = remote.version.size;
    this.path = use.path;
    this.fetch({ from: 0, to: remote.first.to }, remote.first);
  }

  /** Bytes received so far. */
  get received(): number {
    return this.there.reduce((sum, { from, to }) => sum + to - from, 0);
  }

  isThere(at: number, length: number): boolean {
    return thereUpTo(this.there, at) >= Math.min(at + length, this.size);
  }

  async read(at: number, length: number): Promise<Buffer> {
    const end = Math.min(at + length, this.size);
    if (end <= at) return Buffer.alloc(0);
    await this.have(at, end);
    this.readAhead(end);
    const buffer = Buffer.allocUnsafe(end - at);
    for (let done = 0; done < buffer.length;) {
      const { bytesRead } = await this.use.file.read(buffer, done, buffer.length - done, at + done);
      if (bytesRead === 0) throw new Error('Bytes that were received are not in the file');
      done += bytesRead;
    }
    return buffer;
  }

  /** Fetches what is missing, in order, and closes. @returns the path of the file, which needs nothing any more */
  async whole(progress: (percent: number) => void): Promise<string> {
    try {
      for (const { from, to } of gaps(this.there, this.size)) {
        for (let at = from; at < to; at = thereUpTo(this.there, at)) {
          this.fetchAt(at, to);
          await this.more(at);
          progress((100 * this.received) / this.size);
        }
      }
    } finally {
      await this.close();
    }
    return this.path;
  }

  /** Ends what is on its way. Does no harm when it is closed already. */
  async close(): Promise<void> {
    this.closing.abort();
    await Promise.allSettled([...this.fetches].map(({ ended }) => ended));
    await this.remote.close();
    await this.use.file.close();
  }

  /** Resolves when all from `at` to `end` is there. */
  private async have(at: number, end: number): Promise<void> {
    for (let missing = thereUpTo(this.there, at); missing < end; missing = thereUpTo(this.there, missing)) {
      this.fetchAt(missing, missing + Math.max(end - missing, requestSize(thereBefore(this.there, missing))));
      await this.more(missing);
    }
  }

  /** Someone who has read far without a jump will most likely go on: the next part is asked for while the last of this one is on its way, so that the line is never idle. */
  private readAhead(at: number): void {
    const received = thereUpTo(this.there, at);
    const next = thereUpTo(
      [...this.fetches].reduce<Intervals>((list, fetch) => withInterval(list, fetch), this.there),
      at,
    );
    const inARow = thereBefore(this.there, received);
    if (inARow >= STEADY && next < this.size && next - received < NEARLY && received - at < MOST / 2)
      this.fetchAt(next, next + requestSize(inARow));
  }

  /** Has a missing byte fetched, and what follows it up to `to`, unless it is on its way. What is there or on its way is left alone. */
  private fetchAt(at: number, to: number): void {
    const under = [...this.fetches].find((fetch) => fetch.from <= at && at < fetch.to);
    if (under !== undefined) return;
    const free = nextThere([...this.there, ...this.fetches], at, Math.min(to, this.size));
    this.fetch({ from: at, to: free });
  }

  private fetch(gap: Interval, first?: RemoteVersion['first']): void {
    const { file, folder, shown, signal, pause, idleTimeout } = this.use;
    const onBytes = (piece: Interval) => {
      this.there = withInterval(this.there, piece);
      this.news.emit('news');
    };
    const ended = fillGap(gap, {
      ask: this.remote.ask,
      first,
      file,
      folder,
      shown,
      signal: AbortSignal.any([signal, this.closing.signal]),
      pause,
      idleTimeout,
      onBytes,
    });
    const fetch: Fetch = { ...gap, ended };
    this.fetches.add(fetch);
    // Whoever waits for it is told; what nobody waits for may fail, and is asked for again when it is wanted.
    ended.catch(() => undefined).finally(() => this.fetches.delete(fetch));
  }

  /** Resolves when the byte at `at` is there, or some other. @throws what its fetch fails with */
  private async more(at: number): Promise<void> {
    if (thereUpTo(this.there, at) > at) return;
    const fetch = [...this.fetches].find(({ from, to }) => from <= at && at < to);
    const heard = new AbortController();
    try {
      await Promise.race([once(this.news, 'news', { signal: heard.signal }).catch(() => undefined), fetch?.ended]);
    } finally {
      heard.abort();
    }
  }
}
