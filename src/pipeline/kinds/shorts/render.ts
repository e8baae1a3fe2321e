import { stat, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { readCapabilities } from '../../ffmpeg/capabilities';
import { SIDE_TYPES } from '../../media/formats';
import { planShort } from './plan';
import { sizeOf } from './schema';
import type { ShortsOptions } from './schema';
import type { JobContext, Made, Workplace } from '../maker';
import { throwIfCancelled } from '../../errors/cancelled';
import type { ProducedFile } from '../../storage/destination';
import type { Plan } from '../../plan/types';
import type { Analysis } from './analysis';
import { assCaptions } from '../../captions/burntCaptions';
import { captionStyleOf } from '../../captions/captionStyle';
import { cuesOf, webVtt } from '../../captions/captions';
import { drawnCaptions } from '../../plan/drawnCaptions';
import { measureLoudness } from './loudness';
import { packed, threadsFor } from './packed';
import type { Short } from '../../job/short';
import type { Transcript } from '../../captions/transcript';
import { toMediaError } from '../../errors/mediaError';
import type { MediaJobError } from '../../errors/mediaError';
import type { Part } from '../../media/part';

/** What shorts are planned from. */
export interface PlanUse extends Pick<JobContext<ShortsOptions>, 'options' | 'imported' | 'binaries' | 'signal'> {
  analysis: Analysis;
  transcript: Transcript | null;
}

/** And what they are made with. */
export interface RenderUse extends PlanUse, Workplace {
  /** Told of each change of a short. */
  onShort: (index: number, change: Partial<Short>) => void;
}

/** A short that was made. Its files are the clip, its poster, and captions where they lie beside it. */
export type Rendered = Made;

/** Everything needed to make one of some shorts, as data. @throws what planning and measuring throw */
export async function planned(
  index: number,
  shorts: readonly Part[],
  part: Part,
  { options, imported, analysis, transcript, binaries, signal }: PlanUse,
): Promise<Plan> {
  const { source, input } = imported;
  const loudness = options.loudness === 'keep' ? null : await measureLoudness(source, part, binaries.ffmpeg, signal);
  const isDrawn = options.captions === 'burn' && transcript !== null;
  const ass = isDrawn ? assCaptions(transcript, part, sizeOf(options), captionStyleOf(options)) : null;
  return planShort(
    options,
    {
      start: part.start,
      end: part.end,
      analysis,
      loudness,
      captions: ass === null ? null : drawnCaptions(ass, `${nameOfShort(index)}.ass`),
      threads: threadsFor(part.end - part.start, secondsOf(shorts), availableParallelism()),
    },
    { source, input, name: nameOfShort(index), encoders: await readCapabilities(binaries.ffmpeg) },
  );
}

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
      const rendered = await renderOne(index, shorts, part, {
        ...use,
        onProgress: (percent) => along(index, part, percent),
      });
      along(index, part, 100);
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

async function renderOne(index: number, shorts: readonly Part[], part: Part, use: RenderUse): Promise<Rendered> {
  const { folder, options, transcript, encode, onFiles } = use;
  const plan = await planned(index, shorts, part, use);
  const { files, output, warnings } = await encode(plan, use.onProgress);
  if (options.captions === 'sidecar' && transcript !== null)
    files.push(await writeSidecar(folder, `${nameOfShort(index)}.vtt`, webVtt(cuesOf(transcript, part))));
  onFiles(files.map(({ file, mime, path }) => ({ file, mime, path, whole: true })));
  return { files, output, warnings: [...plan.warnings, ...warnings] };
}

async function writeSidecar(folder: string, file: string, text: string): Promise<ProducedFile> {
  const path = join(folder, file);
  await writeFile(path, text);
  return { file, path, bytes: (await stat(path)).size, format: 'vtt', mime: SIDE_TYPES.vtt.mime };
}
