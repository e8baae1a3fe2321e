import type { Binary } from '../ffmpeg/find';
import { runFfmpeg } from '../ffmpeg/run';

/** How loud a sound is. */
export interface Loudness {
  /** LUFS (EBU R128); null: silence, or less than 0.4 s. */
  integrated: number | null;
  /** True peak, dBTP: never less than it is. */
  peak: number;
}

/** A sound as ffmpeg hears it. */
export interface Heard {
  /** What stands before the filters: the input, the stream, how long. */
  argv: readonly string[];
  filters: readonly string[];
}

interface MeasureUse {
  ffmpeg: Binary;
  signal: AbortSignal;
  /** In which the names of our own files are looked for. */
  folder?: string | undefined;
  /** Seconds that have been heard. */
  onSeconds?: (seconds: number) => void;
}

/** Listens to a sound to its end. @throws what ffmpeg throws */
export async function measureLoudness(
  { argv, filters }: Heard,
  { ffmpeg, signal, folder, onSeconds }: MeasureUse,
): Promise<Loudness> {
  const decoder = new TextDecoder();
  const blocks: number[] = [];
  let peak = 0;
  let rest = '';
  const readLine = (line: string) => {
    if (line.startsWith(MOMENTARY)) blocks.push(Number(line.slice(MOMENTARY.length)));
    else if (line.startsWith(PEAK)) peak = Math.max(peak, Number(line.slice(line.indexOf('=') + 1)) || 0);
    else if (line.startsWith('frame:')) onSeconds?.(Number(line.slice(line.lastIndexOf(':') + 1)) || 0);
  };
  const read = (bytes: Uint8Array) => {
    const lines = (rest + decoder.decode(bytes, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    lines.forEach(readLine);
  };
  const meter = 'ebur128=metadata=1:peak=true:framelog=verbose,ametadata=mode=print:file=-';
  await runFfmpeg(ffmpeg, [...argv, '-af', [...filters, meter].join(','), '-f', 'null', '-'], {
    signal,
    ...(folder !== undefined && { cwd: folder }),
    onBytes: read,
  });
  return { integrated: integrated(blocks), peak: 20 * Math.log10(peak + PEAK_ROUNDING) };
}

const MOMENTARY = 'lavfi.r128.M=';
const PEAK = 'lavfi.r128.true_peaks_ch';
/** ffmpeg tells peaks as factors with three decimals. */
const PEAK_ROUNDING = 0.0005;

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
