import type { ResultTime } from '../../media/time';
import { fileInput } from '../inputArgs';
import { louder } from '../level';
import { IN_ORDER } from '../soundInTime';
import { NO_TAGS } from '../tags';
import { stamp } from '../timeRange';
import type { Plan } from '../types';
import { asCommon } from './commonSound';
import type { CommonSound } from './commonSound';
import { summed } from './summed';
import { MIX, samplesArgs, SAMPLES_CODEC, samplesCost, samplesFile } from './samples';

/** How loud music is that is to stay under voices. */
const MUSIC_VOLUME = 0.25;
/** Seconds in which music fades out at the end: without it stops in the middle of a bar. */
const MUSIC_ENDS = 1.5;

/**
 * Music under other sound. From a threshold of −30 dBFS on, which speech is above and the noise of rooms is not, four decibels of it take three of the music: at
 * the usual level of speech (−20 dBFS) it is 8 dB quieter. It gets quiet at once, and comes back slower than words follow one another.
 */
const DUCK = 'sidechaincompress=threshold=0.03:ratio=4:attack=20:release=600';

/** A sound that is as long as the result. */
export interface MixedInput {
  /** Arguments up to and with `-i`. */
  input: readonly string[];
  /** A factor; absent: 1. */
  volume?: number | undefined;
}

export interface MixUse {
  /** What is heard beside the music: sound of the inputs, a voice. */
  heard: readonly MixedInput[];
  /** File of the music, of any length; null: there is none. */
  music: string | null;
  musicVolume?: number | undefined;
  /** Whether the music gets quieter while there is other sound. */
  ducks?: boolean | undefined;
  samples: number;
  sound: CommonSound;
  /** Files that nobody needs afterwards. */
  passing: string[];
}

/** Pure: all sounds of a result as one file of samples. */
export function mixPlan({ heard, music, samples, sound, passing, ...use }: MixUse): Plan {
  const seconds = samples / sound.sampleRate;
  const inputs = [
    ...heard.map(({ input }) => input),
    ...(music === null ? [] : [['-stream_loop', '-1', ...fileInput(music)]]),
  ].flat();
  const each = heard.map(
    ({ volume = 1 }, index) => `[${index}:0]${[inOrder(sound), ...louder(volume)].join(',')}[heard${index}]`,
  );
  const graph = [...each, ...mixed(heard.length, music === null ? null : { ...use, samples, seconds }, sound)].join(
    ';',
  );
  const argv = [
    ...[...inputs, '-filter_complex', graph, '-map', '[mix]', ...SAMPLES_CODEC],
    ...[...NO_TAGS, ...samplesArgs(MIX)],
  ];
  return {
    steps: [{ tool: 'ffmpeg', argv, seconds }],
    outputs: [{ ...samplesFile(MIX), duration: seconds }],
    input: null,
    reads: [],
    passing,
    finish: [],
    cost: samplesCost(seconds, sound),
    warnings: [],
  };
}

/** Sample follows sample, whatever a list rounds and however often a file begins again. */
const inOrder = (sound: CommonSound): string => `${IN_ORDER},${asCommon(sound)}`;

interface Music {
  musicVolume?: number | undefined;
  ducks?: boolean | undefined;
  samples: number;
  seconds: ResultTime;
}

/** The chains from `[heard0]`, `[heard1]` … to `[mix]`. */
function mixed(count: number, music: Music | null, sound: CommonSound): string[] {
  const names = Array.from({ length: count }, (_, index) => `[heard${index}]`);
  if (music === null) return [summed(names, sound, '[mix]')];
  const played = `[${count}:0]${[inOrder(sound), ...musicFilters(music)].join(',')}`;
  if (count === 0) return [`${played}[mix]`];
  if (!music.ducks) return [`${played}[music]`, summed([...names, '[music]'], sound, '[mix]')];
  return [
    `${played}[music]`,
    summed(names, sound, '[all]'),
    '[all]asplit[voices][key]',
    `[music][key]${DUCK},${asCommon(sound)}[ducked]`,
    summed(['[voices]', '[ducked]'], sound, '[mix]'),
  ];
}

function musicFilters({ musicVolume = MUSIC_VOLUME, samples, seconds }: Music): string[] {
  const fade = Math.min(MUSIC_ENDS, seconds);
  return [
    `atrim=end_sample=${samples}`,
    ...louder(musicVolume),
    `afade=t=out:st=${stamp(seconds - fade)}:d=${stamp(fade)}`,
  ];
}
