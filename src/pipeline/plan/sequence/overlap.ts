import type { JobWarning } from '../../job/job';
import { isTimeless } from '../sourcePicture';
import type { PlacedClip } from './placedClips';
import { lengthOf, NO_OVERLAP } from './span';
import type { Overlap } from './span';

/**
 * Pure: clips that follow one another as clips between which there are transitions. A still, and a clip with a voice, is seen longer by them, so that no voice is heard earlier
 * than it would be without; clips that move and are heard themselves begin earlier by as much.
 * @param most frames of a transition; one takes less than half of the shorter one of its clips
 */
export function overlapping(placed: readonly PlacedClip[], most: number): PlacedClip[] {
  let earlier = 0;
  return placed.map((clip, index) => {
    const [before, after] = [overlapOf(placed, index - 1, most), overlapOf(placed, index, most)];
    if (before.out.plays && before.into.plays) earlier += before.out.frames;
    return {
      ...clip,
      from: clip.from - earlier - (before.into.plays ? 0 : before.into.frames),
      to: clip.to - earlier + (after.out.plays ? 0 : after.out.frames),
      before: before.into,
      after: after.out,
    };
  });
}

/** What the clip of an index and the one after it have in common: the one that goes, and the one that comes. */
function overlapOf(placed: readonly PlacedClip[], index: number, most: number): { out: Overlap; into: Overlap } {
  const [going, coming] = [placed[index], placed[index + 1]];
  if (going === undefined || coming === undefined) return { out: NO_OVERLAP, into: NO_OVERLAP };
  const frames = Math.min(most, roomIn(going), roomIn(coming));
  const stays = frames > 0 && isLengthened(going);
  return {
    out: { frames, plays: !stays },
    into: { frames, plays: frames === 0 || stays || !isLengthened(coming) },
  };
}

/** Frames of a transition that still leave one of its own between two of them. */
const roomIn = (clip: PlacedClip): number => Math.floor((lengthOf(clip) - 1) / 2);

const isLengthened = ({ source, voice }: PlacedClip): boolean => isTimeless(source) || voice !== undefined;

/** What is said of transitions for which clips are too short. */
export function shortened(placed: readonly PlacedClip[], most: number): JobWarning[] {
  const short = placed.slice(0, -1).filter(({ after }) => after.frames < most);
  const [first] = short;
  if (first === undefined) return [];
  const which = `after input ${first.index + 1}${short.length > 1 ? ` and ${short.length - 1} more` : ''}`;
  return [
    {
      kind: 'transition_shortened',
      message: `A transition takes at most half of the shorter one of its clips: the one ${which} is shorter than asked for.`,
    },
  ];
}
