/** Arguments of our own files of samples, which are joined and mixed without a gap: codecs put silence before each beginning. */
export const samplesArgs = (file: string): string[] => ['-f', 'wav', '-rf64', 'auto', `file:${file}`];

export const SAMPLES_CODEC = ['-c:a', 'pcm_f32le'];

/** What such a file is. */
export const samplesFile = (file: string) => ({ file, format: 'wav', mime: 'audio/wav' }) as const;

/** Bytes of so many seconds of them. */
export const samplesBytes = (seconds: number, { sampleRate, channels }: { sampleRate: number; channels: number }) =>
  Math.ceil(seconds * sampleRate) * channels * 4;

/** Names of them: the sound of a result, and what is mixed into it. */
export const MIX = 'media-jobs-mix.wav';
export const MIXED = {
  own: 'media-jobs-own.wav',
  voice: 'media-jobs-voice.wav',
  music: 'media-jobs-music.wav',
} as const;
