import type { MediaInfo } from '../media/mediaInfo';

/** Containers whose times may jump. */
const JUMPING = ['mpegts', 'mpeg'];

/**
 * Pure: output arguments by which one packet of the stream that is not wanted is read, too. Where times may jump, ffmpeg takes the beginning of what it reads for that of the file: a
 * picture that sets in later than its sound would come too early without it.
 * @param wanted what is read alone @param input which of ffmpeg's inputs it is of
 */
export function otherStream(
  { format, video, audio }: Pick<MediaInfo, 'format' | 'video' | 'audio'>,
  wanted: 'video' | 'audio',
  input = 0,
): string[] {
  if (!JUMPING.includes(format) || video === null || audio === null) return [];
  const other = wanted === 'video' ? audio : video;
  return ['-map', `${input}:${other.index}`, '-c', 'copy', '-frames', '1', '-f', 'null', '-'];
}
