import { LAST_FRAME_STAYS } from '../heldPicture';
import { sourceTime } from '../reading';
import type { ResultTime } from '../../media/time';
import { preroll, seekTo } from '../timeRange';
import { playedIn } from './span';
import type { Frames } from './span';
import type { PlacedClip } from './placedClips';

/** Where a part of a result lies in a clip that moves; its frames are counted from the first one that is played. */
interface PlaceInClip {
  /** Frames before the part. */
  skipped: number;
  /** The frame from which on the clip is read. */
  readFrom: number;
  /** Whether it is shown before the clip is played: its first picture stands. */
  isFirst: boolean;
  /** Whether it is shown after that: its last picture stands. */
  outlasts: boolean;
}

/** Pure. */
export function placeIn(clip: PlacedClip, part: Frames): PlaceInClip {
  const played = playedIn(clip);
  const skipped = Math.max(0, part.from - played.from);
  return {
    skipped,
    readFrom: Math.min(skipped, played.to - played.from - 1),
    isFirst: part.from < played.from,
    outlasts: clip.outlasts === true || part.to > played.to,
  };
}

/** Pure: input options that read a clip from a moment of it on. Its times stay what they are, so that the same pictures are chosen wherever it is cut. */
export function seekInto({ source, range }: PlacedClip, at: ResultTime): readonly string[] {
  if (at === 0) return range.seek;
  const from = sourceTime(range.reading, at);
  return seekTo(from, preroll(source, from), range.reading.start);
}

/** The first picture stays, without an end. */
export const FIRST_STAYS = ['trim=end_frame=1', LAST_FRAME_STAYS];
