import type { Binary } from '../../ffmpeg/find';
import { runFfmpeg } from '../../ffmpeg/run';
import type { MediaInfo } from '../../media/mediaInfo';
import { fileInput } from '../../plan/inputArgs';
import { runUp, timeRange } from '../../plan/timeRange';
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
  const range = timeRange({ start, end }, source.duration, runUp(source));
  const decoder = new TextDecoder();
  let text = '';
  const argv = [
    ...range.seek,
    ...fileInput(source.path),
    '-map',
    `0:${source.audio.index}`,
    '-vn',
    ...range.limit,
    '-af',
    [...range.trimSound, 'ebur128=metadata=1:framelog=verbose,ametadata=mode=print:key=lavfi.r128.I:file=-'].join(','),
    '-f',
    'null',
    '-',
  ];
  await runFfmpeg(ffmpeg, argv, {
    signal,
    onBytes: (bytes) => (text = (text + decoder.decode(bytes, { stream: true })).slice(-400)),
  });
  const last = Number([...text.matchAll(/lavfi\.r128\.I=(-?[\d.]+)/g)].at(-1)?.[1] ?? NaN);
  return Number.isFinite(last) && last > SILENT ? last : null;
}

/** Filters that bring a sound of a known loudness to the target: one gain for all of it, so that loud and quiet stay apart, and a limiter for its peaks. */
export function loudnessFilters(measured: number | null): string[] {
  if (measured === null) return [];
  const gain = Math.min(MOST_RAISED, TARGET - measured);
  return [`volume=${gain.toFixed(2)}dB`, `alimiter=limit=${(10 ** (CEILING / 20)).toFixed(4)}:level=disabled`];
}
