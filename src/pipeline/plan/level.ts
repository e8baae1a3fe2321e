/** How the level of a sound is changed as a whole. */
export interface Level {
  /** Decibels. */
  gain: number;
  /** Whether peaks are held below the ceiling. */
  isLimited: boolean;
}

/** A sound as it is. */
export const UNCHANGED: Level = { gain: 0, isLimited: false };

/** What is to be heard before the level of a sound is known. */
export interface Levelling<P> {
  /** LUFS. */
  target: number;
  /** Of the result; null: nobody knows. */
  seconds: number | null;
  /** The sound as it would be with a level. */
  heard: (level: Level) => { argv: readonly string[]; filters: readonly string[] };
  /** What is made with the level that was found. */
  then: (level: Level) => P;
}

/** LUFS of `normalize`: what podcasts and most streaming services play sound at. */
const USUAL = -16;

export interface LoudnessOptions {
  normalize?: 'lufs' | undefined;
  /** LUFS. */
  target_lufs?: number | undefined;
}

/** The loudness that is asked for; undefined: none. */
export const targetLoudness = ({ normalize, target_lufs: target }: LoudnessOptions): number | undefined =>
  target ?? (normalize === undefined ? undefined : USUAL);

/** Highest true peak of a result, dBTP, with room for what a codec adds to it: a crack in quiet sound comes out of AAC a decibel higher. */
export const CEILING = -2.5;

/** Hz: at four times the usual rates a limiter sees the peaks that lie between samples (ITU-R BS.1770). */
const OVERSAMPLED = 192_000;
/** Seconds that the limiter looks ahead, and holds back. */
const AHEAD = 0.005;

/** What is to be known of the sound that is levelled. */
interface Levelled {
  /** Hz, as it is before and after. */
  sampleRate: number;
  /** Whether it is played at another speed: its samples have no times then. */
  isRetimed: boolean;
}

/** The filter of a factor of loudness; none where it changes nothing. */
export const louder = (volume: number): string[] => (volume === 1 ? [] : [`volume=${volume}:precision=float`]);

/** Pure: filters that change the level of a sound of a result. Every sample keeps its time: what the limiter holds back is taken off at the front. */
export const levelFilters = ({ gain, isLimited }: Level, levelled: Levelled): string[] => [
  ...(gain === 0 ? [] : [`volume=${gain.toFixed(2)}dB:precision=float`]),
  ...(isLimited ? limiter(levelled) : []),
];

function limiter({ sampleRate, isRetimed }: Levelled): string[] {
  const held = AHEAD * OVERSAMPLED;
  return [
    `aresample=${OVERSAMPLED}`,
    `apad=pad_len=${held}`,
    `alimiter=limit=${(10 ** (CEILING / 20)).toFixed(4)}:attack=${1000 * AHEAD}:release=50:level=disabled`,
    // By times, where there are some: a graph that is built anew in mid-stream goes on where the one before it ended.
    ...(isRetimed
      ? [`atrim=start_sample=${held}`, 'asetpts=NAN']
      : [`asetpts=PTS-${AHEAD}/TB`, 'atrim=start=0', 'asetpts=PTS']),
    `aresample=${sampleRate}`,
  ];
}
