import type { JobWarning } from '../../job/job';
import type { MixOptions } from '../../media/mix';
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
  options: MixOptions & { speed?: number | undefined },
): InTime {
  const { speed } = options;
  const { voice } = track;
  const open = clips.filter(isOpenEnded).length;
  const share = voice === null || open === 0 ? null : shareOf(voice.seconds, open, lengthOfOthers(clips, fps, speed));
  const placed = placedClips(clips, fps, { speed, ...(share !== null && { unsaid: share }) });
  const [voices, picture] = [voiceWarnings(placed, fps), (placed.at(-1)?.to ?? 0) / fps];
  const from = options.length_from ?? (share === null ? 'video' : 'audio');
  const { seconds, warnings } = lengthOfResult(picture, voice && voice.seconds, from);
  return { placed: lastingTo(placed, Math.max(1, Math.round(seconds * fps))), warnings: [...voices, ...warnings] };
}

/** Seconds of a picture that shares a sound with others; null: nothing is left for it. */
function shareOf(seconds: number, count: number, others: number): number | null {
  return seconds > others ? (seconds - others) / count : null;
}

const lengthOfOthers = (clips: readonly SequenceClip[], fps: number, speed: number | undefined): number =>
  (placedClips(
    clips.filter((clip) => !isOpenEnded(clip)),
    fps,
    { speed },
  ).at(-1)?.to ?? 0) / fps;

/** Pure: the same clips up to a frame: those after it are left out, and the last one stays until it. */
const lastingTo = (placed: readonly PlacedClip[], end: number): PlacedClip[] => {
  const shown = placed.filter(({ from }) => from < end);
  return shown.map((clip, index) =>
    index === shown.length - 1 ? { ...clip, to: end, outlasts: end > clip.to } : clip,
  );
};

/** What of the sound of a clip is not heard, since its picture is over. */
const voiceWarnings = (placed: readonly PlacedClip[], fps: number): JobWarning[] =>
  placed.flatMap(({ voice, from, to }) =>
    voice === undefined || voice.source.duration === null
      ? []
      : soundCut((voice.end ?? voice.source.duration) - (voice.start ?? 0), (to - from) / fps),
  );
