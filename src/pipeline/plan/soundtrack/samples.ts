import type { Cost } from '../cost';
import type { CommonSound } from './commonSound';

/** Arguments of our own files of samples, which are joined and mixed without a gap: codecs put silence before each beginning. */
export const samplesArgs = (file: string): string[] => ['-f', 'wav', '-rf64', 'auto', `file:${file}`];

export const SAMPLES_CODEC = ['-c:a', 'pcm_f32le'];

/** What such a file is. */
export const samplesFile = (file: string) => ({ file, format: 'wav', mime: 'audio/wav' }) as const;

/** Bytes of so many seconds of them. */
export const samplesBytes = (seconds: number, { sampleRate, channels }: CommonSound): number =>
  Math.ceil(seconds * sampleRate) * channels * 4;

/** What a plan costs that makes one. @param seconds null: nobody knows */
export const samplesCost = (seconds: number | null, sound: CommonSound): Cost => ({
  seconds,
  soundBytes: 0,
  pixels: 0,
  framePixels: 0,
  bytes: samplesBytes(seconds ?? 0, sound),
});

/** Names of them: the sound of a result, and what is mixed into it. */
export const MIX = 'media-jobs-mix.wav';
export const MIXED = {
  own: 'media-jobs-own.wav',
  voice: 'media-jobs-voice.wav',
  music: 'media-jobs-music.wav',
} as const;
