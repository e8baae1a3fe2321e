import { stat, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { readCapabilities } from '../../ffmpeg/capabilities';
import type { Binaries } from '../../ffmpeg/find';
import type { FileObject, JobWarning } from '../../job/job';
import { CAPTIONS_MIME } from '../../media/formats';
import { earlierOf, planShort } from './plan';
import { captionStyleOf, sizeOf } from './schema';
import type { ShortsOptions } from './schema';
import type { StepRunner } from '../stepRunner';
import { throwIfCancelled } from '../../errors/cancelled';
import type { ProducedFile } from '../../storage/destination';
import { withWorkFolder } from '../../storage/workFolder';
import type { Plan } from '../../plan/types';
import type { Analysis } from './analysis';
import { assCaptions } from '../../captions/burntCaptions';
import { cuesOf, webVtt } from '../../captions/captions';
import { measureLoudness } from './loudness';
import { packed, threadsFor } from './packed';
import type { Short } from '../../job/short';
import type { Transcript } from '../../captions/transcript';
import { toMediaError } from '../../errors/mediaError';
import type { MediaJobError } from '../../errors/mediaError';
import type { Imported } from '../../plan/imported';
import type { Part } from '../../media/part';

export interface RenderUse {
  options: ShortsOptions;
  imported: Imported;
  analysis: Analysis;
  transcript: Transcript | null;
  /** Where the files are made. */
  folder: string;
  scratch: string;
  binaries: Binaries;
  signal: AbortSignal;
  runner: Pick<StepRunner, 'encode'>;
  /** Told of each change of a short. */
  onShort: (index: number, change: Partial<Short>) => void;
  /** 0–100 */
  onProgress: (percent: number) => void;
}

/** A short that was made, with the names of its files. */
export interface Rendered {
  files: ProducedFile[];
  output: FileObject;
  warnings: JobWarning[];
}

/** Everything needed to make one of some shorts, as data. @throws what planning and measuring throw */
export async function planned(
  index: number,
  shorts: readonly Part[],
  part: Part,
  {
    options,
    imported,
    analysis,
    transcript,
    folder,
    scratch,
    binaries,
    signal,
  }: Omit<RenderUse, 'runner' | 'onShort' | 'onProgress'>,
): Promise<Plan> {
  const { source, input } = imported;
  const loudness = options.loudness === 'keep' ? null : await measureLoudness(source, part, binaries.ffmpeg, signal);
  const captions = options.captions === 'burn' && transcript !== null ? captionsFile(scratch, index) : null;
  return planShort(
    options,
    {
      start: part.start,
      end: part.end,
      analysis,
      loudness,
      captions,
      threads: threadsFor(part.end - part.start, secondsOf(shorts), availableParallelism()),
    },
    { source, input, folder, scratch, name: nameOfShort(index), encoders: await readCapabilities(binaries.ffmpeg) },
  );
}

/** Where the captions lie that are drawn into a short. */
const captionsFile = (scratch: string, index: number): string => join(scratch, `${nameOfShort(index)}.ass`);
const secondsOf = (shorts: readonly Part[]): number => shorts.reduce((sum, { start, end }) => sum + end - start, 0);
const nameOfShort = (index: number): string => `short-${index + 1}`;

/** Makes all shorts, so that all cores are busy. One that fails takes no other with it: its place holds the error. @throws cancelled */
export async function renderShorts(shorts: readonly Part[], use: RenderUse): Promise<(Rendered | MediaJobError)[]> {
  const shares = shorts.map(() => 0);
  const total = secondsOf(shorts);
  const along = (index: number, { start, end }: Part, percent: number) => {
    shares[index] = percent * (end - start);
    use.onProgress(shares.reduce((sum, share) => sum + share, 0) / total);
  };
  return packed(availableParallelism(), shorts, async (part, index) => {
    use.onShort(index, { status: 'processing' });
    try {
      const rendered = await renderOne(index, shorts, part, use, (percent) => along(index, part, percent));
      const [clip, poster, captions] = rendered.files;
      use.onShort(index, {
        status: 'succeeded',
        duration: rendered.output.duration,
        output: clip?.file ?? null,
        ...(poster && { poster: poster.file }),
        ...(captions && { captions: captions.file }),
      });
      return rendered;
    } catch (thrown) {
      throwIfCancelled(use.signal);
      const error = toMediaError(thrown);
      use.onShort(index, { status: 'failed', error: error.toJSON() });
      along(index, part, 100);
      return error;
    }
  });
}

async function renderOne(
  index: number,
  shorts: readonly Part[],
  part: Part,
  use: RenderUse,
  onProgress: (percent: number) => void,
): Promise<Rendered> {
  const { imported, folder, binaries, signal, options, transcript, runner } = use;
  // What only this short needs goes as soon as it is done.
  return withWorkFolder(use.scratch, async (scratch) => {
    const plan = await planned(index, shorts, part, { ...use, scratch });
    if (options.captions === 'burn' && transcript !== null) {
      await writeFile(
        captionsFile(scratch, index),
        assCaptions(transcript, part, sizeOf(options), captionStyleOf(options), earlierOf(imported.source, part.start)),
      );
    }
    const { files, output, warnings } = await runner.encode(
      plan,
      folder,
      imported.source,
      binaries,
      signal,
      onProgress,
    );
    if (options.captions === 'sidecar' && transcript !== null) {
      const file = `${nameOfShort(index)}.vtt`;
      const path = join(folder, file);
      await writeFile(path, webVtt(cuesOf(transcript, part)));
      files.push({ file, path, bytes: (await stat(path)).size, format: 'shorts', mime: CAPTIONS_MIME });
    }
    onProgress(100);
    return { files, output, warnings: [...plan.warnings, ...warnings] };
  });
}
