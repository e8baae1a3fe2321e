import type { MediaInfo, VideoInfo } from '../media/mediaInfo';
import { mediaError } from '../errors/mediaError';
import { nameOf } from '../media/nameOf';

/** Whether a source is a picture for no time. An animation of one picture is shown for some. */
export const isTimeless = ({ still, video }: Pick<MediaInfo, 'still' | 'video'>): boolean =>
  still && video?.frames === undefined;

/** The moving picture of a source. @throws no_video_stream, input_unsupported for one that knows no time */
export function movingPicture(source: MediaInfo, kind: string): VideoInfo {
  const { video, path } = source;
  const input = nameOf(path);
  if (video === null) throw mediaError('no_video_stream', { input });
  if (isTimeless(source))
    throw mediaError('input_unsupported', {
      input,
      why: `it is a still picture, and the kind "${kind}" needs a moving one; use the kind "image"`,
    });
  return video;
}
