import type { Binaries } from '../ffmpeg/find';
import { readsOverHttp } from '../ffmpeg/protocols';
import { bytesOf } from '../storage/bytes';
import { rangeReader } from '../storage/remote/rangeReader';
import type { RangeReader } from '../storage/remote/rangeReader';
import type { RemoteFile } from '../storage/remote/remoteFile';
import { sniff } from '../inspect/sniff';
import type { Source } from '../storage/source';
import { underItsName } from '../storage/underItsName';
import type { Media } from '../inspect/probe';
import { onOneClock } from './oneClock';

/** A file of up to so many bytes is fetched as a whole: it takes no longer than asking for its parts. */
const SMALL = 4 * 1024 * 1024;

/** A source as it is worked with. */
export interface OpenInput {
  media: Media;
  /** They can read it. */
  binaries: Binaries;
}

export interface InputUse {
  binaries: Binaries;
  signal: AbortSignal;
  progress: (percent: number) => void;
  /** Whether it is fetched before anything else in any case: a command that reads several inputs knows the way to one address alone. */
  whole?: boolean;
}

/** The first thing that went wrong with an input while it was in use. */
export class InputFailure {
  private failure: { error: unknown } | null = null;
  private readonly failed = new AbortController();

  by(error: unknown): void {
    this.failure ??= { error };
    this.failed.abort();
  }

  /** What ffmpeg makes of an input that can no longer be read is not to be believed: the work on it is ended by its signal, and fails with what was wrong. */
  async within<T>(signal: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    try {
      return await work(AbortSignal.any([signal, this.failed.signal]));
    } catch (error) {
      throw this.failure === null ? error : this.failure.error;
    }
  }
}

/** A source in use, to be closed. */
export class JobInput {
  private remote: RemoteFile | null = null;
  private reader: RangeReader | null = null;

  /** @param folder where bytes that come from elsewhere are put @param onFailed told why it can no longer be read */
  constructor(
    private readonly source: Source,
    private readonly folder: string,
    private readonly onFailed: (error: unknown) => void,
  ) {}

  /**
   * THE RULE of which sources are read in parts: those whose server can do that and marks its versions (the source itself knows), unless they are small
   * or pictures, which sharp reads from a file, or ffmpeg was built without a network. All others are downloaded before anything else is done.
   */
  async open(use: InputUse): Promise<OpenInput> {
    const opened = await this.found(use);
    const { media, binaries } = opened;
    const { name } = this.source;
    const steady = await onOneClock(media, { name, folder: this.folder, binaries, signal: use.signal });
    return steady === null ? opened : { binaries, media: { path: steady, bytes: media.bytes } };
  }

  private async found({ binaries, signal, progress, whole }: InputUse): Promise<OpenInput> {
    const { source, folder } = this;
    const inParts =
      !whole && source.openInParts !== undefined && (await readsOverHttp(binaries))
        ? source.openInParts(folder, { signal, progress })
        : null;
    const opened = await (inParts ?? source.open(folder, { signal, progress }));
    if (typeof opened === 'string') return this.local(opened, binaries);
    this.remote = opened;
    if (opened.size <= SMALL || (await sniff(opened)).is === 'image')
      return this.local(await opened.whole(progress), binaries);
    const reader = await rangeReader(opened, source.name, this.onFailed);
    this.reader = reader;
    const { address: path, env } = reader;
    const reading = { ...binaries, ffmpeg: { ...binaries.ffmpeg, env }, ffprobe: { ...binaries.ffprobe, env } };
    return { media: { path, bytes: opened }, binaries: reading };
  }

  async close(): Promise<void> {
    await this.reader?.close();
    await this.remote?.close();
  }

  private async local(path: string, binaries: Binaries): Promise<OpenInput> {
    const named = await underItsName(path, this.source, this.folder);
    return { media: { path: named, bytes: await bytesOf(named) }, binaries };
  }
}
