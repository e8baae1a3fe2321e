/** What another sound does with that of the source. */
export const MIXES = {
  replace: { name: 'Replace', description: 'It is heard in its place' },
  mix: { name: 'Mix', description: 'Both are heard' },
} as const;
export type Mix = keyof typeof MIXES;

/** What says how long a result is. */
export const LENGTHS = {
  video: { name: 'Video', description: 'As long as the picture; sound that goes on is cut' },
  audio: { name: 'Audio', description: 'As long as the sound of audio_url' },
  shortest: { name: 'Shortest', description: 'As long as the shorter one of both' },
} as const;
export type LengthFrom = keyof typeof LENGTHS;

/** How the sound of a result is put together. */
export interface MixOptions {
  /** Of the sound of the inputs: a factor. */
  volume?: number | undefined;
  audio_mode?: Mix | undefined;
  /** A factor. */
  music_volume?: number | undefined;
  duck?: boolean | undefined;
  length_from?: LengthFrom | undefined;
}
