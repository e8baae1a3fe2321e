import type { Binary } from '../../ffmpeg/find';
import type { MediaInfo, VideoInfo } from '../../media/mediaInfo';
import type { Part } from '../../media/part';
import type { SourceTime } from '../../media/time';
import type { OnProgress } from '../maker';
import { examine, measuredFps } from '../../inspect/pictures/measure';
import { shotsOf } from '../../inspect/pictures/shots';
import { MOST_PICTURES } from './schema';

/** Seconds that a scene lasts at the least: what is shorter belongs to the one before. */
const LEAST_SCENE = 0.5;

/** Looks at every picture of a part for its cuts, by time. @throws what ffmpeg throws */
export async function cutsIn(
  source: MediaInfo,
  picture: VideoInfo,
  part: Part,
  { ffmpeg, signal, onProgress }: { ffmpeg: Binary; signal: AbortSignal; onProgress: OnProgress },
): Promise<SourceTime[]> {
  const onShare = (share: number) => onProgress(100 * Math.min(1, share));
  const frames = await examine(source, picture, part, { ffmpeg, signal, onShare });
  return sceneBounds(shotsOf(frames, measuredFps(picture)).cuts, part);
}

/** Pure: cuts that leave no scene too short, and no more scenes than there can be pictures. */
export function sceneBounds(cuts: readonly SourceTime[], { start, end }: Part): SourceTime[] {
  const bounds: SourceTime[] = [];
  for (const cut of cuts)
    if (cut - (bounds.at(-1) ?? start) >= LEAST_SCENE && end - cut >= LEAST_SCENE && bounds.length < MOST_PICTURES - 1)
      bounds.push(cut);
  return bounds;
}
