import type { Binary } from '../../ffmpeg/find';
import { runFfmpeg } from '../../ffmpeg/run';
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
  const decoder = new TextDecoder();
  const blocks: number[] = [];
  let rest = '';
  const read = (bytes: Uint8Array) => {
    const lines = (rest + decoder.decode(bytes, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    blocks.push(
      ...lines.filter((line) => line.startsWith(MOMENTARY)).map((line) => Number(line.slice(MOMENTARY.length))),
    );
  };
  const argv = [
    ...range.seek,
    ...fileInput(source.path),
    '-map',
    `0:${source.audio.index}`,
    '-vn',
    ...range.limit,
    '-af',
    [
      ...range.trimSound,
      ...downmix(source.audio),
      'ebur128=metadata=1:framelog=verbose,ametadata=mode=print:key=lavfi.r128.M:file=-',
    ].join(','),
    '-f',
    'null',
    '-',
  ];
  await runFfmpeg(ffmpeg, argv, { signal, onBytes: read });
  const loudness = integrated(blocks);
  return loudness !== null && loudness > SILENT ? loudness : null;
}

const MOMENTARY = 'lavfi.r128.M=';
/** Blocks that count (EBU R128): those above silence, and of them those not this much quieter than their mean (LU). */
const ABSOLUTE_GATE = -70;
const RELATIVE_GATE = -10;

/**
 * Pure: loudness of a sound from that of its blocks of 400 ms (LUFS); null: none of them counts. ffmpeg's own sum begins anew where the channels of a sound
 * change.
 */
function integrated(blocks: readonly number[]): number | null {
  const heard = blocks.filter((block) => block > ABSOLUTE_GATE);
  const gate = mean(heard) + RELATIVE_GATE;
  const loudness = mean(heard.filter((block) => block > gate));
  return Number.isFinite(loudness) ? loudness : null;
}

/** Of their powers. */
const mean = (blocks: readonly number[]): number =>
  10 * Math.log10(blocks.reduce((sum, block) => sum + 10 ** (block / 10), 0) / blocks.length);

/** Filters that bring a sound of a known loudness to the target: one gain for all of it, so that loud and quiet stay apart, and a limiter for its peaks. */
export function loudnessFilters(measured: number | null): string[] {
  if (measured === null) return [];
  const gain = Math.min(MOST_RAISED, TARGET - measured);
  return [`volume=${gain.toFixed(2)}dB`, `alimiter=limit=${(10 ** (CEILING / 20)).toFixed(4)}:level=disabled`];
}
