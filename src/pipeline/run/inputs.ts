import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ofInput } from '../errors/ofInput';
import type { InputName } from '../errors/ofInput';
import { mediaError, toMediaError } from '../errors/mediaError';
import type { Binaries } from '../ffmpeg/find';
import { probeSource } from '../inspect/probe';
import type { SoundUse } from '../inspect/probe';
import type { MediaInfo } from '../media/mediaInfo';
import { nameOf } from '../media/nameOf';
import type { JobBudget } from '../plan/jobBudget';
import type { Source } from '../storage/source';
import { InputFailure, JobInput } from './jobInput';
import { readText } from './readText';
import type { InputUse, OpenInput } from './jobInput';

/** An input that was opened and probed, and what can read it. */
export interface ProbedInput {
  media: MediaInfo;
  binaries: Binaries;
}

/** All that a job reads in use, to be closed: one input, or the clips of a sequence, and what is read beside them. */
export class Inputs {
  private readonly failure = new InputFailure();
  private readonly opened: JobInput[] = [];

  /**
   * @param names of the sources, as messages say them
   * @param folder where bytes that come from elsewhere are put; the first input has it for itself, each other one a folder in it
   * @param texts how many of them are texts: the last ones
   */
  constructor(
    private readonly sources: readonly Source[],
    private readonly names: readonly InputName[],
    private readonly folder: string,
    private readonly texts: number,
  ) {}

  /** Does some work on the inputs. When one of them fails, the work is ended by its signal, and fails with that input's own error. */
  within<T>(signal: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    return this.failure.within(signal, work);
  }

  /**
   * Opens and probes them, one after the other, up to the texts. @param count of the inputs: what follows is read beside them, for its sound
   * @throws what is wrong with one of them, which the error names; limit_exceeded
   */
  async probe(count: number, use: InputUse & { sound: SoundUse; budget: JobBudget }): Promise<ProbedInput[]> {
    const { sources } = this;
    const { budget, signal, progress } = use;
    const probed: ProbedInput[] = [];
    const media = sources.length - this.texts;
    for (const index of sources.slice(0, media).keys()) {
      const share = (percent: number) => progress((100 * index + percent) / media);
      try {
        const isBeside = index >= count;
        const sound = isBeside ? { withSound: true } : use.sound;
        const { media: bytes, binaries } = await this.open(index, { ...use, progress: share, whole: isBeside });
        const media = await probeSource(bytes, sound, binaries, signal);
        if (isBeside && media.audio === null) throw mediaError('no_audio_stream', { input: nameOf(media.path) });
        budget.accept(media);
        probed.push({ media, binaries });
      } catch (error) {
        throw this.named(error, index);
      }
    }
    return probed;
  }

  /** Reads those that are texts. @throws captions_unreadable and what is wrong with one of them, which the error names */
  async readTexts(signal: AbortSignal): Promise<string[]> {
    const { sources, folder } = this;
    const texts: string[] = [];
    for (const [index, source] of sources.entries()) {
      if (index < sources.length - this.texts) continue;
      try {
        const own = join(folder, `input-${index}`);
        await mkdir(own);
        texts.push(await readText(source, own, { signal, progress: () => undefined }));
      } catch (error) {
        throw this.named(error, index);
      }
    }
    return texts;
  }

  /** Opens one of them. */
  async open(index: number, use: InputUse): Promise<OpenInput> {
    const { sources, folder, failure } = this;
    const source = sources[index];
    if (source === undefined) throw mediaError('internal_error', { why: 'there is no such input' });
    const own = index === 0 ? folder : join(folder, `input-${index}`);
    if (index > 0) await mkdir(own);
    const input = new JobInput(source, own, (error) => failure.by(this.named(error, index)));
    this.opened.push(input);
    return input.open(use);
  }

  /** An error of one of several, which says of which. */
  named(error: unknown, index: number): unknown {
    const name = this.names[index] ?? null;
    return name === null ? error : ofInput(toMediaError(error), name);
  }

  async close(): Promise<void> {
    for (const input of this.opened) await input.close();
  }
}

/** Bytes and seconds of all inputs together. */
export const sizeOf = (probed: readonly ProbedInput[]): Pick<MediaInfo, 'bytes' | 'duration'> => ({
  bytes: probed.reduce((sum, { media }) => sum + media.bytes, 0),
  duration: probed.reduce((sum, { media }) => sum + (media.duration ?? 0), 0),
});
