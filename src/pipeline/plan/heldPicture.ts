import { clockOf } from '../media/clock';
import type { MediaInfo } from '../media/mediaInfo';
import type { ResultTime, SourceTime } from '../media/time';
import type { Reading } from './reading';
import { resultTime } from './reading';

/** After the last frame of the picture that one stays, without an end. */
export const LAST_FRAME_STAYS = 'tpad=stop=-1:stop_mode=clone';

/** Seconds by which a picture may end earlier than its sound, and is left so: recorders seldom stop both at once. */
export const LITTLE = 0.25;

/** Frames: so close to the end of the picture a moment may lie past its last frame. */
const LAST_FRAMES = 2;

type Streams = Pick<MediaInfo, 'video' | 'audio'>;

/** When the picture of a source ends; null: nothing goes on after it, or that is not known. */
function pictureEnd({ video, audio }: Streams): SourceTime | null {
  if (video === null || audio === null || video.duration === null) return null;
  return video.startTime - clockOf({ video, audio }) + video.duration;
}

/** When the sound of a source ends, or where that is not known, the source. */
const soundEnd = ({ video, audio }: Streams): SourceTime =>
  audio === null || audio.duration === null ? Infinity : audio.startTime - clockOf({ video, audio }) + audio.duration;

/** Pure: seconds from the last frames of a picture to a moment; less than 0: it is not over at that moment. */
export function pastPicture(source: Streams, at: SourceTime): number {
  const end = pictureEnd(source);
  return end === null ? -Infinity : at - end + LAST_FRAMES / (source.video?.fps || 25);
}

/** Pure: until when the last picture is held, where it ends before the result does; null: it is not. @param within seconds by which it may end earlier */
export function heldTo(
  source: Streams,
  { reading, seconds }: { reading: Reading; seconds: ResultTime | null },
  within: number,
): ResultTime | null {
  const end = pictureEnd(source);
  if (end === null || seconds === null) return null;
  const isOver = pastPicture(source, reading.start) >= 0;
  const until = Math.min(seconds, resultTime(reading, soundEnd(source)));
  return isOver || resultTime(reading, end) < until - within ? until : null;
}
