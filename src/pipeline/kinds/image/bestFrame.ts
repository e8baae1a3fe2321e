import type { MediaInfo, VideoInfo } from '../../media/mediaInfo';
import { stamp } from '../../plan/timeRange';
import type { Step } from '../../plan/types';

/** Most frames among which the best one is looked for. */
const MOST = 12;
/** Part of a video that counts as its beginning, and seconds of it at the most. */
const SHARE = 1 / 3;
const LONGEST = 20;

/** Frames that are looked at. */
export interface Candidates {
  /** Seconds of the source from its beginning on. */
  seconds: number;
  count: number;
  /** Frames per second, as ffmpeg reads it. */
  frameRate: string;
  /** What ffmpeg names them by, and their names. */
  pattern: string;
  files: string[];
}

/** Pure: frames at equal distances from the first one on. */
export function candidatesOf({ duration }: Pick<MediaInfo, 'duration'>, { fps }: VideoInfo): Candidates {
  const seconds = duration === null ? LONGEST : Math.min(LONGEST, duration * SHARE);
  const count = Math.max(1, Math.min(MOST, Math.floor(seconds * fps)));
  return {
    seconds,
    count,
    frameRate: stamp(count / seconds),
    pattern: 'media-jobs-frame-%02d.png',
    files: Array.from({ length: count }, (_, index) => `media-jobs-frame-${String(index + 1).padStart(2, '0')}.png`),
  };
}

export const chooseBest = ({ files }: Candidates, output: string): Step => ({
  tool: 'sharp',
  operation: { do: 'choose', input: files[0] ?? '', inputs: files, output },
});
