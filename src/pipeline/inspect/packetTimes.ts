import { largest } from '../base/extremes';
import { FINEST_FPS } from '../media/frame';
import type { MediaInfo } from '../media/mediaInfo';
import { fileInput } from '../plan/inputArgs';
import { answerOf } from '../ffmpeg/answerOf';
import type { Binary } from '../ffmpeg/find';

/**
 * An animated PNG with the length that its pictures have together. Its header says none, and what copies it leaves out how long the last picture is shown, which
 * may be the only one; nor has that one a rate then.
 */
export async function timedByPackets(info: MediaInfo, ffprobe: Binary, signal?: AbortSignal): Promise<MediaInfo> {
  const { video } = info;
  if (video === null) return info;
  const args = [
    '-v',
    'quiet',
    '-select_streams',
    `${video.index}`,
    '-show_entries',
    'packet=pts_time,duration_time',
    '-of',
    'csv=print_section=0',
    ...fileInput(info.path),
  ];
  const { stdout } = await answerOf(ffprobe, args, signal);
  const ends = stdout
    .split('\n')
    .map((line) => line.split(',', 2).map(Number))
    .flatMap(([at = NaN, seconds = NaN]) => (Number.isFinite(at + seconds) ? [at + seconds] : []));
  const duration = ends.length === 0 ? null : largest(ends);
  const fps = Math.min(FINEST_FPS, Math.max(1, Math.round(1 / (duration ?? 1))));
  const rate = ends.length > 1 ? {} : { fps, frameRate: `${fps}`, variableFps: false };
  return { ...info, duration, video: { ...video, ...rate, duration } };
}
