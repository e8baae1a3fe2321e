import { naming } from '../../errors/ofInput';
import type { AudioInfo } from '../../media/mediaInfo';
import { nameOfReference } from '../../media/reference';
import type { MixOptions } from '../../media/mix';
import type { Canvas } from '../../plan/sequence/canvas';
import { clipFiles } from '../../plan/sequence/clipFiles';
import { soundsOf } from '../../plan/sequence/joinPlan';
import type { PlacedClip } from '../../plan/sequence/placedClips';
import { samplesAt } from '../../plan/soundtrack/commonSound';
import type { CommonSound } from '../../plan/soundtrack/commonSound';
import { MIX } from '../../plan/soundtrack/samples';
import { playedReference, soundPlan } from '../../plan/soundtrack/soundPlan';
import type { HeardReference, Plan, SequenceClip } from '../../plan/types';
import { mixingPlans, soundsOfTrack } from './soundtrack';
import type { Soundtrack } from './soundtrack';

/** All sounds of a sequence: of its clips, of what is heard in their place, and of what is heard beside. */
export const clipSounds = (clips: readonly SequenceClip[], track: Soundtrack): AudioInfo[] => [
  ...(track.keepsOwn ? clips.flatMap(({ source, voice }) => (voice?.source ?? source).audio ?? []) : []),
  ...soundsOfTrack(track),
];

/** How the sound of a sequence is made. */
export interface SequenceSound {
  /** Whether there is more than what the clips have. */
  isMixed: boolean;
  /** The file of that; null: there is not. */
  mix: string | null;
  /** Whether the plan of a clip makes a sound. */
  isHeardIn: (clip: PlacedClip) => boolean;
  /** Plans of the sounds that are heard in place of a clip's own. */
  voices: Plan[];
  mixing: Plan[];
}

/** Pure. @throws what is wrong with the sound of a clip, naming it */
export function soundOfSequence(
  placed: readonly PlacedClip[],
  { fps, sound }: Pick<Canvas, 'fps' | 'sound'>,
  track: Soundtrack,
  options: MixOptions,
): SequenceSound {
  const hasOwn = track.keepsOwn && placed.some(({ source, voice }) => (voice?.source ?? source).audio !== null);
  const isMixed = sound !== null && (track.voice !== null || track.music !== null);
  if (sound === null) return { isMixed, mix: null, isHeardIn: () => false, voices: [], mixing: [] };
  const voices = hasOwn
    ? placed.flatMap((clip) => (clip.voice === undefined ? [] : [voicePlan(clip, clip.voice, { fps, sound })]))
    : [];
  const listed = soundsOf(
    placed.map(({ from, to }) => to - from),
    fps,
  );
  const own = hasOwn ? { input: listed.input, volume: options.volume } : null;
  const samples = samplesAt(placed.at(-1)?.to ?? 0, fps, sound);
  return {
    isMixed,
    mix: isMixed ? MIX : null,
    isHeardIn: ({ voice }) => hasOwn && voice === undefined,
    voices,
    mixing: isMixed ? mixingPlans(track, options, { own, samples, sound, passing: [] }) : [],
  };
}

/** What is heard in place of a clip's own sound. */
function voicePlan(
  { index, asked, from, to }: PlacedClip,
  voice: HeardReference,
  { fps, sound }: { fps: number; sound: CommonSound },
): Plan {
  return naming(nameOfReference({ name: 'audio_url', clip: index }), () =>
    soundPlan(playedReference(voice), {
      file: clipFiles(index).sound,
      samples: samplesAt(to, fps, sound) - samplesAt(from, fps, sound),
      sound,
      volume: asked.volume ?? 1,
    }),
  );
}
