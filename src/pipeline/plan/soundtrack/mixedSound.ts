import type { ResultTime } from '../../media/time';
import type { AudioTrack } from '../audioTrack';
import type { Encoders } from '../../ffmpeg/encoders';
import { fileInput } from '../inputArgs';
import type { Level, Levelling } from '../level';
import { encodedSound } from '../sequence/joinedSound';
import type { JoinedSound } from '../sequence/joinedSound';
import type { CommonSound } from './commonSound';
import { MIX } from './samples';

/** A sound that was mixed, for a plan that makes the picture. */
export interface MixedSound {
  /** Of the result. */
  seconds: ResultTime;
  /** Whether the picture is over before, and its last frame stays. */
  outlasts: boolean;
  /** Arguments up to and with `-i`. */
  input: readonly string[];
  /** How it is encoded at a level; its arguments name no stream. @param level undefined: it is not known yet @param bitrate undefined: as quality asks */
  encoded: (
    level: Level | undefined,
    bitrate?: number,
  ) => {
    track: AudioTrack;
    levelling: Omit<Levelling<never>, 'then'> | undefined;
  };
}

/** Pure: how a mix becomes the sound of a result. */
export function mixedSound(
  sound: JoinedSound,
  common: CommonSound,
  { seconds, outlasts, encoders }: { seconds: ResultTime; outlasts: boolean; encoders: Encoders },
): MixedSound {
  const input = fileInput(MIX);
  return {
    seconds,
    outlasts,
    input,
    encoded(level, asked) {
      const rated = asked === undefined ? sound : { ...sound, rate: { ...sound.rate, bitrate: asked } };
      const known = level === undefined ? rated : { ...rated, level, target: undefined };
      const { args, bitrate, levelling } = encodedSound(known, common, input, { seconds, encoders });
      return { track: { args, copied: false, codec: sound.codec, bitrate, lossless: false }, levelling };
    },
  };
}
