import type { Binary } from '../../../ffmpeg/find';
import { runFfmpeg } from '../../../ffmpeg/run';
import type { MediaInfo } from '../../../media/mediaInfo';
import { fileInput } from '../../../plan/inputArgs';
import type { SoundAnalysis } from '../analysis';
import { clockOf } from '../../../media/clock';
import { soundInTime } from '../../../plan/soundInTime';
import { SILENCE, soundOf, STEP } from './levels';

/** Samples per second that levels are taken of: speech has its strength below half of that. */
const RATE = 8000;
const SAMPLES = RATE * STEP;

/** Reads the whole sound of a source in one pass. null: it has none. @throws what ffmpeg throws */
export async function analyseSound(
  { path, audio, video, duration }: MediaInfo,
  ffmpeg: Binary,
  signal: AbortSignal,
  onShare: (share: number) => void,
): Promise<SoundAnalysis | null> {
  if (audio === null) return null;
  const meter = levelMeter((seconds) => onShare(duration ? seconds / duration : 0));
  // Gaps are filled, so that a sample's number tells its time; -vn: the picture would be decoded by mistake.
  const argv = [
    ...fileInput(path),
    '-map',
    `0:${audio.index}`,
    '-vn',
    '-af',
    soundInTime({ begins: audio.startTime - clockOf({ audio, video }), speed: 1, frame: 0 }),
    '-ac',
    '1',
    '-ar',
    `${RATE}`,
    '-f',
    's16le',
    'pipe:1',
  ];
  await runFfmpeg(ffmpeg, argv, { signal, onBytes: meter.read });
  const { levels, peak } = meter.ended();
  return levels.length === 0 ? null : soundOf(levels, peak);
}

/** Takes signed 16-bit samples in pieces of any size. */
export function levelMeter(onSeconds: (seconds: number) => void): {
  read: (bytes: Uint8Array) => void;
  ended: () => { levels: number[]; peak: number };
} {
  const levels: number[] = [];
  let [power, count, highest] = [0, 0, 0];
  let odd: number | null = null;
  const take = (low: number, high: number) => {
    const sample = ((high << 24) >> 16) | low;
    highest = Math.max(highest, Math.abs(sample));
    power += sample * sample;
    count += 1;
    if (count === SAMPLES) flush();
  };
  const flush = () => {
    levels.push(decibels(Math.sqrt(power / count)));
    [power, count] = [0, 0];
  };
  return {
    read: (bytes) => {
      let at = 0;
      if (odd !== null && bytes.length > 0) {
        take(odd, bytes[0] ?? 0);
        odd = null;
        at = 1;
      }
      for (; at + 1 < bytes.length; at += 2) take(bytes[at] ?? 0, bytes[at + 1] ?? 0);
      if (at < bytes.length) odd = bytes[at] ?? 0;
      onSeconds(levels.length * STEP);
    },
    ended: () => {
      if (count > 0) flush();
      return { levels, peak: decibels(highest) };
    },
  };
}

/** To a tenth: what is chosen is not to follow from rounding in a decoder. */
const decibels = (amplitude: number): number =>
  amplitude < 1 ? SILENCE : Math.max(SILENCE, Math.round(200 * Math.log10(amplitude / 32_768)) / 10);
