import { mediaError } from '../errors';
import type { MediaInfo, VideoInfo } from '../media/mediaInfo';
import { isSourceAddress, nameInAddress } from '../media/remote/sourceAddress';

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

/** File name of a path, for messages: users know their file by it, not by a temporary folder or a range reader's address. */
export const nameOf = (path: string): string =>
  isSourceAddress(path) ? nameInAddress(path) : path.slice(path.lastIndexOf('/') + 1);
