import { probe } from './probe';
import { FFMPEG, runProgram } from './programs';

// Taken once: jest's sandbox makes each look at a global slow, and these loops look often.
const { cos, floor, max, min, PI, round, sqrt } = Math;

/** Decoded sound: one array a channel, samples from -1 to 1. */
export interface Sound {
  rate: number;
  channels: Float32Array[];
  /** Seconds. */
  duration: number;
}

/**
 * Decodes the n-th audio stream (from 0) as a player hears it. `from` and `length` (seconds) pick a part without decoding all before it. Sample 0 is the
 * first one of the stream, unless `timeline` is set: then it is zero of the file's timeline, silence until the stream sets in, so that it can be held
 * against `frameTimes`.
 */
export async function decodeSound(
  path: string,
  options: { stream?: number; from?: number; length?: number; timeline?: boolean } = {},
): Promise<Sound> {
  const { streams } = await probe(path);
  const audio = streams.filter((stream) => stream.codec_type === 'audio')[options.stream ?? 0];
  if (!audio) throw new Error(`${path} has no audio stream ${options.stream ?? 0}`);
  const count = audio.channels ?? 1;
  const rate = Number(audio.sample_rate);
  const [keepTimes, fill] = options.timeline ? [['-copyts'], ['-af', 'aresample=async=1:first_pts=0']] : [[], []];
  const from = options.from === undefined ? [] : ['-ss', String(options.from)];
  const length = options.length === undefined ? [] : ['-t', String(options.length)];
  const { stdout } = await runProgram(FFMPEG, [
    '-v',
    'error',
    '-nostdin',
    ...keepTimes,
    ...from,
    '-i',
    path,
    '-map',
    `0:a:${options.stream ?? 0}`,
    ...length,
    ...fill,
    '-f',
    'f32le',
    '-ac',
    String(count),
    '-ar',
    String(rate),
    'pipe:1',
  ]);
  const samples = floor(stdout.length / 4 / count);
  const one = (which: number) =>
    Float32Array.from({ length: samples }, (_, n) => stdout.readFloatLE((n * count + which) * 4));
  const channels = Array.from({ length: count }, (_, which) => one(which));
  return { rate, channels, duration: samples / rate };
}

/** One channel of a sound, or its mean over all. */
export function channel(sound: Sound, which: number | 'mean' = 'mean'): Float32Array {
  if (which !== 'mean') return sound.channels[which] ?? new Float32Array();
  return (sound.channels[0] ?? new Float32Array()).map(
    (_, n) => sound.channels.reduce((sum, samples) => sum + (samples[n] ?? 0), 0) / sound.channels.length,
  );
}

/** The part of a channel from `from` to `to` seconds. */
export function part(samples: Float32Array, rate: number, from: number, to: number): Float32Array {
  return samples.subarray(round(from * rate), round(to * rate));
}

/** Root mean square, 0–1. */
export function rms(samples: Float32Array): number {
  return sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / max(1, samples.length));
}

/** Amplitude (0–1) of one frequency. Tones that lie more than 2 / (length in seconds) Hz apart do not disturb each other. */
export function toneLevel(samples: Float32Array, rate: number, frequency: number): number {
  return goertzel(windowed(samples), rate, frequency);
}

/** The loudest of the frequencies from 20 Hz to `upTo`, to about 1 Hz; looks at 0.25 s from the middle at most. */
export function peakFrequency(samples: Float32Array, rate: number, upTo = min(4000, rate / 2)): number {
  const length = min(samples.length, round(rate / 4));
  const start = floor((samples.length - length) / 2);
  const middle = windowed(samples.subarray(start, start + length));
  const loudest = (from: number, to: number, step: number) => {
    let best = from;
    let level = -1;
    for (let frequency = from; frequency <= to; frequency += step) {
      const here = goertzel(middle, rate, frequency);
      if (here > level) [best, level] = [frequency, here];
    }
    return best;
  };
  const coarse = loudest(20, upTo, 4);
  return loudest(max(20, coarse - 4), coarse + 4, 1);
}

/** Under a Hann window, so that where a piece begins and ends does not matter. */
function windowed(samples: Float32Array): Float32Array {
  const turn = (2 * PI) / samples.length;
  return samples.map((sample, n) => sample * (1 - cos(n * turn)));
}

/** Goertzel's method. */
function goertzel(samples: Float32Array, rate: number, frequency: number): number {
  const turn = 2 * cos((2 * PI * frequency) / rate);
  let last = 0;
  let before = 0;
  for (const sample of samples) {
    const next = sample + turn * last - before;
    before = last;
    last = next;
  }
  return (2 * sqrt(max(0, last * last + before * before - turn * last * before))) / max(1, samples.length);
}

/** Seconds at which sound sets in: where 5 ms are louder than `threshold` (RMS) after at least 50 ms that were not. */
export function onsets(samples: Float32Array, rate: number, threshold = 0.05): number[] {
  const window = round(rate * 0.005);
  const found: number[] = [];
  let quiet = Infinity;
  for (let at = 0; at + window <= samples.length; at += window) {
    if (rms(samples.subarray(at, at + window)) <= threshold) quiet += window;
    else {
      if (quiet >= rate * 0.05) found.push(at / rate);
      quiet = 0;
    }
  }
  return found;
}
