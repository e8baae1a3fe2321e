import type { Binary } from '../../ffmpeg/find';
import { measureLoudness as heardLoudness } from '../../inspect/loudness';
import type { MediaInfo } from '../../media/mediaInfo';
import { downmix } from '../../plan/audioEncoder';
import { fileInput } from '../../plan/inputArgs';
import { preroll, timeRange } from '../../plan/timeRange';
import type { Part } from '../../media/part';

/** What video platforms play sound at, LUFS (EBU R128); what is louder they turn down. */
const TARGET = -14;
/** Highest peak of the result, dBFS, so that no player clips between samples. */
const CEILING = -1.5;
/** What is this quiet (LUFS) is silence; and no sound is raised by more decibels than this: what would be heard then is its noise. */
const SILENT = -60;
const MOST_RAISED = 24;

/** Loudness of a part of a source (EBU R128, LUFS); null where it has no sound, or none that could be heard. @throws what ffmpeg throws */
export async function measureLoudness(
  source: MediaInfo,
  { start, end }: Part,
  ffmpeg: Binary,
  signal: AbortSignal,
): Promise<number | null> {
  if (source.audio === null) return null;
  const range = timeRange({ start, end }, source.duration, preroll(source));
  const { integrated } = await heardLoudness(
    {
      argv: [...range.seek, ...fileInput(source.path), '-map', `0:${source.audio.index}`, '-vn', ...range.limit],
      filters: [...range.trimSound, ...downmix(source.audio)],
    },
    { ffmpeg, signal },
  );
  return integrated !== null && integrated > SILENT ? integrated : null;
}

/** Filters that bring a sound of a known loudness to the target: one gain for all of it, so that loud and quiet stay apart, and a limiter for its peaks. */
export function loudnessFilters(measured: number | null): string[] {
  if (measured === null) return [];
  const gain = Math.min(MOST_RAISED, TARGET - measured);
  return [`volume=${gain.toFixed(2)}dB`, `alimiter=limit=${(10 ** (CEILING / 20)).toFixed(4)}:level=disabled`];
}
