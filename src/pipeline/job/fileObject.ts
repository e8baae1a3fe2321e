import type { FileObject } from './job';
import type { MediaInfo } from '../media/mediaInfo';

/** A file as the job object shows it. */
export function fileObject(
  url: string,
  { format, bytes, duration, bitrate, video, audio, cover }: MediaInfo,
): FileObject {
  const picture = video ?? cover;
  return {
    url,
    format,
    bytes,
    width: picture?.width ?? null,
    height: picture?.height ?? null,
    duration,
    fps: video && video.fps > 0 ? Math.round(video.fps * 1000) / 1000 : null,
    video_codec: video?.codec ?? null,
    audio_codec: audio?.codec ?? null,
    bitrate,
    channels: audio?.channels ?? null,
  };
}
