import type { JobWarning } from '../../job/job';
import type { MixOptions } from '../../media/mix';
import { transitionSeconds } from '../../media/transition';
import type { TransitionOptions } from '../../media/transition';
import { NO_OVERLAP, lengthOf, playedIn } from '../../plan/sequence/span';
import { overlapping, shortened } from '../../plan/sequence/overlap';
import { isOpenEnded, placedClips } from '../../plan/sequence/placedClips';
import type { PlacedClip } from '../../plan/sequence/placedClips';
import { lengthOfResult, soundCut } from '../../plan/soundtrack/lengthOfResult';
import type { SequenceClip } from '../../plan/types';
import type { Soundtrack } from './soundtrack';

interface InTime {
  placed: PlacedClip[];
  warnings: JobWarning[];
}

/**
 * Pure: clips where they stand in a sequence that has other sound than their own. Still pictures of which nothing says how long they are shown share the time
 * that the others leave of the sound. @throws range_invalid
 */
export function clipsInTime(
  clips: readonly SequenceClip[],
  fps: number,
  track: Soundtrack,
  options: MixOptions & TransitionOptions & { speed?: number | undefined },
): InTime {
  const { speed } = options;
  const { voice } = track;
  const lasts = transitionSeconds(options);
  const most = lasts === null ? 0 : Math.max(1, Math.round(lasts * fps));
  const place = (unsaid?: number) => overlapping(placedClips(clips, fps, { speed, unsaid }), most);
  const open = clips.filter(isOpenEnded).length;
  const share = voice === null || open === 0 ? null : shareOf(voice.seconds, open, place(A_SECOND), fps);
  const placed = place(share ?? undefined);
  const spoken = voiceWarnings(placed, fps);
  const from = options.length_from ?? (share === null ? 'video' : 'audio');
  const { seconds, warnings } = lengthOfResult(endOf(placed) / fps, voice && voice.seconds, from);
  const shown = lastingTo(placed, Math.max(1, Math.round(seconds * fps)));
  return { placed: shown, warnings: [...spoken, ...shortened(shown, most), ...warnings] };
}

const endOf = (placed: readonly PlacedClip[]): number => placed.at(-1)?.to ?? 0;

/** For which pictures that share a sound are shown, to see how long the others are. */
const A_SECOND = 1;

/** Seconds of a picture that shares a sound with others; null: nothing is left for it. @param placed with each of them shown for a second */
function shareOf(seconds: number, open: number, placed: readonly PlacedClip[], fps: number): number | null {
  const others = endOf(placed) / fps - open * A_SECOND;
  return seconds > others ? (seconds - others) / open : null;
}

/** Pure: the same clips up to a frame: those that would not be seen alone before it are left out, and the last one stays until it. */
const lastingTo = (placed: readonly PlacedClip[], end: number): PlacedClip[] => {
  const shown = placed.filter(({ from, before }, index) => index === 0 || from + before.frames < end);
  return shown.map((clip, index) =>
    index === shown.length - 1 ? { ...clip, to: end, after: NO_OVERLAP, outlasts: end > playedIn(clip).to } : clip,
  );
};

/** What of the sound of a clip is not heard, since its picture is over. */
const voiceWarnings = (placed: readonly PlacedClip[], fps: number): JobWarning[] =>
  placed.flatMap(({ voice, ...clip }) =>
    voice === undefined || voice.source.duration === null
      ? []
      : soundCut((voice.end ?? voice.source.duration) - (voice.start ?? 0), lengthOf(playedIn(clip)) / fps),
  );
