import type { Binaries } from '../ffmpeg/find';
import { readsOverHttp } from '../ffmpeg/protocols';
import { limitsOf } from '../job/limits';
import type { Limits } from '../job/limits';
import { bytesOf } from '../storage/bytes';
import { rangeReader } from '../storage/remote/rangeReader';
import type { RangeReader } from '../storage/remote/rangeReader';
import type { RemoteFile } from '../storage/remote/remoteFile';
import { sniff } from '../inspect/sniff';
import type { Source } from '../storage/source';
import { underItsName } from '../storage/underItsName';
import { withWorkFolder } from '../storage/workFolder';
import { JobBudget } from '../plan/jobBudget';
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
}

/** A source in use, to be closed. What ffmpeg makes of a source that can no longer be read is not to be believed: `within` says what was wrong instead. */
export class JobInput {
  private remote: RemoteFile | null = null;
  private reader: RangeReader | null = null;
  private failure: { error: unknown } | null = null;
  private readonly failed = new AbortController();

  /** @param folder where bytes that come from elsewhere are put */
  constructor(
    private readonly source: Source,
    private readonly folder: string,
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

  private async found({ binaries, signal, progress }: InputUse): Promise<OpenInput> {
    const { source, folder } = this;
    const inParts =
      source.openInParts !== undefined && (await readsOverHttp(binaries))
        ? source.openInParts(folder, { signal, progress })
        : null;
    const opened = await (inParts ?? source.open(folder, { signal, progress }));
    if (typeof opened === 'string') return this.local(opened, binaries);
    this.remote = opened;
    if (opened.size <= SMALL || (await sniff(opened)).is === 'image')
      return this.local(await opened.whole(progress), binaries);
    const reader = await rangeReader(opened, source.name, (error) => {
      this.failure ??= { error };
      this.failed.abort();
    });
    this.reader = reader;
    const { address: path, env } = reader;
    const reading = { ...binaries, ffmpeg: { ...binaries.ffmpeg, env }, ffprobe: { ...binaries.ffprobe, env } };
    return { media: { path, bytes: opened }, binaries: reading };
  }

  /** Does some work on the input. When the input fails, the work is ended by its signal, and fails with the input's own error. */
  async within<T>(signal: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    try {
      return await work(AbortSignal.any([signal, this.failed.signal]));
    } catch (error) {
      throw this.failure === null ? error : this.failure.error;
    }
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

/** Opens a source, has something done with it that costs no more than it may, and leaves nothing behind. */
export async function openedInput<T>(
  source: Source,
  { binaries, signal: stop, workRoot, limits }: Omit<InputUse, 'progress'> & { workRoot: string; limits?: Limits },
  use: (opened: OpenInput & { folder: string; signal: AbortSignal; budget: JobBudget }) => Promise<T>,
): Promise<T> {
  const budget = new JobBudget({ limits: limits ?? limitsOf(process.env), workRoot });
  return budget.within(stop, (signal) =>
    withWorkFolder(workRoot, async (folder) => {
      const input = new JobInput(source, folder);
      try {
        return await input.within(signal, async (either) => {
          const opened = await input.open({ binaries, signal: either, progress: () => undefined });
          return use({ ...opened, folder, signal: either, budget });
        });
      } finally {
        await input.close();
      }
    }),
  );
}
