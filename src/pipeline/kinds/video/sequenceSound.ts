import { naming } from '../../errors/ofInput';
import type { AudioInfo } from '../../media/mediaInfo';
import { nameOfReference } from '../../media/reference';
import type { MixOptions } from '../../media/mix';
import type { Canvas } from '../../plan/sequence/canvas';
import type { Chunk } from '../../plan/sequence/chunks';
import { clipSound, heardIn } from '../../plan/sequence/clipSound';
import { soundsOf } from '../../plan/sequence/joinPlan';
import type { PlacedClip } from '../../plan/sequence/placedClips';
import { samplesAt } from '../../plan/soundtrack/commonSound';
import type { CommonSound } from '../../plan/soundtrack/commonSound';
import { MIX } from '../../plan/soundtrack/samples';
import { playedReference, soundPlan } from '../../plan/soundtrack/soundPlan';
import type { Plan, SequenceClip } from '../../plan/types';
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
  /** What the plan of a clip makes of its sound beside its picture; null: nothing. */
  besidePicture: (clip: PlacedClip) => CommonSound | null;
  /** What is heard in a transition; null: there is no sound. */
  inTransition: (going: PlacedClip, coming: PlacedClip) => { files: readonly string[]; sound: CommonSound } | null;
  /** Plans of the sounds that are made by themselves: those in place of a clip's own, and those that are heard in a transition. */
  apart: Plan[];
  mixing: Plan[];
}

interface SequenceUse {
  placed: readonly PlacedClip[];
  chunks: readonly Chunk[];
  track: Soundtrack;
}

/** Pure. @throws what is wrong with the sound of a clip, naming it */
export function soundOfSequence(
  { placed, chunks, track }: SequenceUse,
  { fps, sound }: Pick<Canvas, 'fps' | 'sound'>,
  options: MixOptions,
): SequenceSound {
  const hasOwn = track.keepsOwn && placed.some(({ source, voice }) => (voice?.source ?? source).audio !== null);
  const isMixed = sound !== null && (track.voice !== null || track.music !== null);
  if (sound === null)
    return { isMixed, mix: null, besidePicture: () => null, inTransition: () => null, apart: [], mixing: [] };
  const own = hasOwn ? { input: soundsOf(chunks, fps).input, volume: options.volume } : null;
  const samples = samplesAt(placed.at(-1)?.to ?? 0, fps, sound);
  return {
    isMixed,
    mix: isMixed ? MIX : null,
    besidePicture: (clip) => (hasOwn && !isApart(clip) ? sound : null),
    inTransition: (going, coming) => (hasOwn ? { files: heardIn(going, coming), sound } : null),
    apart: hasOwn ? placed.filter(isApart).map((clip) => soundApart(clip, { fps, sound })) : [],
    mixing: isMixed ? mixingPlans(track, options, { own, samples, sound, passing: [] }) : [],
  };
}

/** Whether the sound of a clip is made by itself. */
const isApart = ({ source, voice, before, after }: PlacedClip): boolean =>
  voice !== undefined || (source.audio !== null && before.frames + after.frames > 0);

/** Its own, or what is heard in its place. */
function soundApart(clip: PlacedClip, use: { fps: number; sound: CommonSound }): Plan {
  const { index, asked, voice, source, input, range } = clip;
  const written = { parts: clipSound(clip, use), sound: use.sound, volume: asked.volume ?? 1 };
  if (voice === undefined) return soundPlan({ read: index, source, input, range }, written);
  return naming(nameOfReference({ name: 'audio_url', clip: index }), () => soundPlan(playedReference(voice), written));
}
