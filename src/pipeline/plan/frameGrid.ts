import { FINEST_FPS } from '../media/frame';
import type { MediaInfo, VideoInfo } from '../media/mediaInfo';
import type { SourceTime } from '../media/time';

/** Animations have few frames and show each for any length: their moments are told apart to 20 ms. */
const ANIMATED: ReadonlySet<string> = new Set(['gif', 'webp', 'apng']);
const FINEST = { fps: FINEST_FPS, frameRate: `${FINEST_FPS}` };

/** The constant rate at which the moments of a picture are told apart: as a number and as ffmpeg reads it. */
export const gridOf = (
  { format }: Pick<MediaInfo, 'format'>,
  picture: VideoInfo,
): Pick<VideoInfo, 'fps' | 'frameRate'> => (ANIMATED.has(format) ? FINEST : picture);

/** Pure: the number of the frame that is on the screen at a moment; what is a rounding before it counts as its beginning. */
export const frameAt = (time: SourceTime, fps: number): number => Math.floor(time * fps + 1e-3);
