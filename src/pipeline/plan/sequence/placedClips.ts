import { mediaError } from '../../errors/mediaError';
import { nameAmong, naming } from '../../errors/ofInput';
import type { MediaInfo } from '../../media/mediaInfo';
import type { ResultTime } from '../../media/time';
import { clockOf } from '../../media/clock';
import { LITTLE } from '../heldPicture';
import { asRecorded, resultTime } from '../reading';
import { playedReference } from '../soundtrack/soundPlan';
import { isTimeless } from '../sourcePicture';
import type { Reading } from '../reading';
import { preroll, timeRange } from '../timeRange';
import type { TimeRange } from '../timeRange';
import { NO_OVERLAP } from './span';
import type { Span } from './span';
import type { SequenceClip } from '../types';

/** A clip where it stands in its sequence. */
export interface PlacedClip extends SequenceClip, Span {
  /** Counted from 0. */
  index: number;
  /** What of it is played. */
  range: TimeRange;
  /** Whether it is shown longer than what of it is played: its last picture stays. */
  outlasts?: boolean;
}

/** A little sound that goes on after the picture, as encoders leave it, holds up no clip that follows. */
function lengthOf({ video, audio }: MediaInfo, reading: Reading, seconds: ResultTime): ResultTime {
  if (video === null || video.duration === null) return seconds;
  const shown = resultTime(reading, video.startTime - clockOf({ video, audio }) + video.duration);
  return shown > 0 && shown < seconds && seconds - shown <= LITTLE ? shown : seconds;
}

/** Seconds that a still picture is shown, where nothing says how long. */
const STILL_SECONDS = 5;

/** Whether a clip is a still picture of which nothing of its own says how long it is shown. */
export const isOpenEnded = ({ asked, source, voice }: SequenceClip): boolean =>
  isTimeless(source) && asked.end === undefined && voice === undefined;

/** A picture that is the same at all times. @param unsaid seconds that it is shown where nothing of its own says how long */
function shownFor({ asked: { start = 0, end }, voice }: SequenceClip, unsaid: ResultTime): Placement {
  const spoken = end === undefined && voice !== undefined ? playedReference(voice).seconds : unsaid;
  const lasts = end === undefined ? spoken : end - start;
  return { range: { ...timeRange({}, null), reading: asRecorded(0, null) }, lasts };
}

interface Placement {
  range: TimeRange;
  lasts: ResultTime;
}

/** How fast clips are played, and how long one is shown of which nothing says that (seconds). */
export interface PlacedUse {
  speed?: number | undefined;
  unsaid?: ResultTime | undefined;
}

/**
 * Pure: clips that are played one after the other. Each ends at the frame nearest to the sum of all lengths until then, so that fractions of a frame do
 * not add up; each has one frame at the least.
 * @throws range_invalid, also where nobody knows how long one is
 */
export function placedClips(
  clips: readonly SequenceClip[],
  fps: number,
  { speed, unsaid = STILL_SECONDS }: PlacedUse = {},
): PlacedClip[] {
  let seconds = 0;
  let to = 0;
  return clips.map((clip, index) => {
    const { asked, source } = clip;
    const { range, lasts } = naming(nameAmong(index, clips.length), () => {
      if (isTimeless(source)) return shownFor(clip, unsaid);
      const range = timeRange({ ...asked, speed }, source.duration, preroll(source, asked.start));
      if (range.seconds === null)
        throw mediaError('range_invalid', { why: 'It does not say how long it is: give its end.' });
      return { range, lasts: lengthOf(source, range.reading, range.seconds) };
    });
    seconds += lasts;
    const from = to;
    to = Math.max(from + 1, Math.round(seconds * fps));
    return { ...clip, index, range, from, to, before: NO_OVERLAP, after: NO_OVERLAP };
  });
}
