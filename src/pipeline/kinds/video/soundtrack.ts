import type { AudioInfo } from '../../media/mediaInfo';
import type { MixOptions } from '../../media/mix';
import type { CommonSound } from '../../plan/soundtrack/commonSound';
import type { MixedInput } from '../../plan/soundtrack/mixPlan';
import { mixPlan } from '../../plan/soundtrack/mixPlan';
import { fileInput } from '../../plan/inputArgs';
import { MIXED } from '../../plan/soundtrack/samples';
import { playedReference, soundPlan } from '../../plan/soundtrack/soundPlan';
import type { PlayedReference } from '../../plan/soundtrack/soundPlan';
import type { HeardReference, Plan, SequenceContext } from '../../plan/types';
import { naming } from '../../errors/ofInput';
import { nameOfReference } from '../../media/reference';

/** The sounds that are heard beside that of the inputs, or in place of it. */
export interface Soundtrack {
  voice: PlayedReference | null;
  music: PlayedReference | null;
  /** Whether the inputs' own sound is heard. */
  keepsOwn: boolean;
}

/** @throws no_audio_stream, range_invalid, naming the option */
export function soundtrackOf({ audio_mode: mode }: MixOptions, { references }: SequenceContext): Soundtrack {
  const { audio_url: voice, music_url: music } = references;
  return {
    voice: played(voice, 'audio_url'),
    music: played(music, 'music_url'),
    keepsOwn: voice === undefined || mode === 'mix',
  };
}

const played = (reference: HeardReference | undefined, name: string): PlayedReference | null =>
  reference === undefined ? null : naming(nameOfReference({ name }), () => playedReference(reference));

/** Of what is mixed into the sound of a result. */
export const soundsOfTrack = ({ voice, music }: Soundtrack): AudioInfo[] =>
  [voice, music].flatMap((one) => one?.source.audio ?? []);

/** Pure: the plans that mix a sound. @param own the inputs' own sound, as long as the result; null: it is not heard */
export function mixingPlans(
  { voice, music }: Soundtrack,
  options: MixOptions,
  { own, samples, sound, passing }: { own: MixedInput | null; samples: number; sound: CommonSound; passing: string[] },
): Plan[] {
  const as = (file: string, length: number | null) => ({
    parts: [{ file, samples: length }] as const,
    sound,
    volume: 1,
  });
  return [
    ...(voice === null ? [] : [soundPlan(voice, as(MIXED.voice, samples))]),
    ...(music === null ? [] : [soundPlan(music, as(MIXED.music, null))]),
    mixPlan({
      heard: [...(own === null ? [] : [own]), ...(voice === null ? [] : [{ input: fileInput(MIXED.voice) }])],
      music: music && MIXED.music,
      musicVolume: options.music_volume,
      ducks: options.duck,
      samples,
      sound,
      passing: [...passing, ...(voice === null ? [] : [MIXED.voice]), ...(music === null ? [] : [MIXED.music])],
    }),
  ];
}
