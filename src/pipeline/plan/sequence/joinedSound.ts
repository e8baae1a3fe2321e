import type { Encoders } from '../../ffmpeg/encoders';
import type { AudioCodec } from '../../media/formats';
import type { ResultTime } from '../../media/time';
import { audioEncoderArgs } from '../audioEncoder';
import type { AudioRate } from '../audioEncoder';
import { IN_ORDER } from '../soundInTime';
import { levelFilters } from '../level';
import type { Level, Levelling } from '../level';
import type { CommonSound } from '../soundtrack/commonSound';

/** How the sounds of all clips become one. */
export interface JoinedSound {
  codec: AudioCodec;
  rate: AudioRate;
  /** What is done to it as a whole, before its level is changed. */
  changes: readonly string[];
  level: Level;
  /** LUFS that it is to have; undefined: it has the level above. */
  target: number | undefined;
}

export interface EncodedSound {
  /** From the filters on. */
  args: string[];
  bitrate: number;
  /** What is to be heard first; undefined: nothing. */
  levelling: Omit<Levelling<Level>, 'then'> | undefined;
}

/** Pure: how the joined sound is encoded. */
export function encodedSound(
  { codec, rate, changes, level, target }: JoinedSound,
  common: CommonSound,
  input: readonly string[],
  { seconds, encoders }: { seconds: ResultTime; encoders: Encoders },
): EncodedSound {
  const { args, filters, bitrate, sampleRate } = audioEncoderArgs(codec, { ...SAMPLES, ...common }, rate, encoders);
  const filtersAt = (tried: Level): string[] => [
    // Sample follows sample, whatever a list rounds.
    IN_ORDER,
    ...changes,
    ...filters,
    ...levelFilters(tried, { sampleRate, isRetimed: false }),
  ];
  return {
    args: ['-af', filtersAt(level).join(','), ...args],
    bitrate,
    levelling:
      target === undefined
        ? undefined
        : { target, seconds, heard: (tried) => ({ argv: [...input, '-map', '0:0'], filters: filtersAt(tried) }) },
  };
}

/** What an encoder asks of samples that are as they were recorded. */
const SAMPLES = {
  index: 0,
  codec: 'pcm_f32le',
  profile: null,
  bitDepth: 32,
  bitrate: null,
  startTime: 0,
  duration: null,
};
