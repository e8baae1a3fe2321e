import { samplesAt } from '../soundtrack/commonSound';
import type { CommonSound } from '../soundtrack/commonSound';
import type { SoundPart } from '../soundtrack/soundPlan';
import { clipFiles, overlapFiles } from './chunkFiles';
import { aloneIn, playedIn } from './span';
import type { Overlap } from './span';
import type { PlacedClip } from './placedClips';

/**
 * Pure: the sound of a clip, in parts: as far as it is heard alone, and what of it is heard in the transitions beside it. There it fades as the picture does; a voice does not, since
 * no other sound is heard at the same time.
 */
export function clipSound(
  clip: PlacedClip,
  { fps, sound }: { fps: number; sound: CommonSound },
): [SoundPart, ...SoundPart[]] {
  const { index, before, after, voice } = clip;
  const [alone, played] = [aloneIn(clip), playedIn(clip)];
  const at = (frame: number) => samplesAt(frame, fps, sound) - samplesAt(played.from, fps, sound);
  const part = (file: string, from: number, to: number) => ({ file, from: at(from), samples: at(to) - at(from) });
  const files = overlapFiles(index);
  const fades = (way: 'in' | 'out') => (voice === undefined ? { fade: way } : {});
  return [
    part(clipFiles(index).sound, alone.from, alone.to),
    ...(isHeard(before) ? [{ ...part(files.before, played.from, alone.from), ...fades('in') }] : []),
    ...(isHeard(after) ? [{ ...part(files.after, alone.to, played.to), ...fades('out') }] : []),
  ];
}

const isHeard = ({ frames, plays }: Overlap): boolean => frames > 0 && plays;

const hasSound = ({ source, voice }: PlacedClip): boolean => (voice?.source ?? source).audio !== null;

/** Pure: the files of what is heard in the transition between two clips. */
export const heardIn = (going: PlacedClip, coming: PlacedClip): string[] => [
  ...(hasSound(going) && isHeard(going.after) ? [overlapFiles(going.index).after] : []),
  ...(hasSound(coming) && isHeard(coming.before) ? [overlapFiles(coming.index).before] : []),
];
