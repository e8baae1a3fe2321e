import type { MediaInfo, VideoInfo } from '../media/mediaInfo';
import { mediaError } from '../errors/mediaError';
import { nameOf } from '../media/nameOf';

/** The moving picture of a source. @throws no_video_stream, input_unsupported for a still one */
export function movingPicture({ video, still, path }: MediaInfo, kind: string): VideoInfo {
  const input = nameOf(path);
  if (video === null) throw mediaError('no_video_stream', { input });
  if (still)
    throw mediaError('input_unsupported', {
      input,
      why: `it is a still picture, and the kind "${kind}" needs a moving one; use the kind "image"`,
    });
  return video;
}
