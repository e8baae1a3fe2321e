import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ofInput } from '../errors/ofInput';
import { mediaError, toMediaError } from '../errors/mediaError';
import type { Binaries } from '../ffmpeg/find';
import { probeSource } from '../inspect/probe';
import type { SoundUse } from '../inspect/probe';
import type { MediaInfo } from '../media/mediaInfo';
import type { JobBudget } from '../plan/jobBudget';
import type { Source } from '../storage/source';
import { InputFailure, JobInput } from './jobInput';
import type { InputUse, OpenInput } from './jobInput';

/** An input that was opened and probed, and what can read it. */
export interface ProbedInput {
  media: MediaInfo;
  binaries: Binaries;
}

/** All inputs of a job in use, to be closed: one, or the clips of a sequence. */
export class Inputs {
  private readonly failure = new InputFailure();
  private readonly opened: JobInput[] = [];

  /** @param folder where bytes that come from elsewhere are put; the first input has it for itself, each other one a folder in it */
  constructor(
    private readonly sources: readonly Source[],
    private readonly folder: string,
  ) {}

  /** Does some work on the inputs. When one of them fails, the work is ended by its signal, and fails with that input's own error. */
  within<T>(signal: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    return this.failure.within(signal, work);
  }

  /** Opens and probes them, one after the other. @throws what is wrong with one of them, which the error names; limit_exceeded */
  async probe(use: InputUse & { sound: SoundUse; budget: JobBudget }): Promise<ProbedInput[]> {
    const { sources } = this;
    const { sound, budget, signal, progress } = use;
    const probed: ProbedInput[] = [];
    for (const index of sources.keys()) {
      const share = (percent: number) => progress((100 * index + percent) / sources.length);
      try {
        const { media: bytes, binaries } = await this.open(index, { ...use, progress: share });
        const media = await probeSource(bytes, sound, binaries, signal);
        budget.accept(media);
        probed.push({ media, binaries });
      } catch (error) {
        throw this.named(error, index);
      }
    }
    return probed;
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

  /** An error of one of several inputs, which says of which. */
  named(error: unknown, index: number): unknown {
    return this.sources.length === 1 ? error : ofInput(toMediaError(error), index, this.sources.length);
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
