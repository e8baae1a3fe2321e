import { FINEST_FPS } from '../media/frame';
import type { MediaInfo, VideoInfo } from '../media/mediaInfo';
import type { SourceTime } from '../media/time';

/**
 * The frame at a moment is the one that is on the screen then. So decoding begins at the keyframe before, the frame rate filter chooses, and
 * after the last frame of the picture that one stays.
 */
export const LAST_FRAME_STAYS = 'tpad=stop=-1:stop_mode=clone';

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
