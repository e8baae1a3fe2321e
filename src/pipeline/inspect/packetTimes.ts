import { largest } from '../base/extremes';
import { FINEST_FPS } from '../media/frame';
import type { MediaInfo } from '../media/mediaInfo';
import type { Binary } from '../ffmpeg/find';
import { packetFields } from './packetFields';

/**
 * An animated PNG with the length that its pictures have together. Its header says none, and what copies it leaves out how long the last picture is shown, which
 * may be the only one; nor has that one a rate then.
 */
export async function timedByPackets(info: MediaInfo, ffprobe: Binary, signal?: AbortSignal): Promise<MediaInfo> {
  const { video } = info;
  if (video === null) return info;
  const asked = { stream: video.index, fields: ['pts_time', 'duration_time'] };
  const { packets } = await packetFields(info.path, asked, ffprobe, signal);
  const ends = packets.map(([at = 0, seconds = 0]) => at + seconds);
  const duration = ends.length === 0 ? null : largest(ends);
  const fps = Math.min(FINEST_FPS, Math.max(1, Math.round(1 / (duration ?? 1))));
  const rate = ends.length > 1 ? {} : { fps, frameRate: `${fps}`, variableFps: false };
  return { ...info, duration, video: { ...video, ...rate, duration } };
}
