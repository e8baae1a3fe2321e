import type { MediaInfo, VideoInfo } from '../media/mediaInfo';
import { mediaError } from '../errors/mediaError';
import { nameOf } from '../media/nameOf';

/** Whether a source is a picture for no time. An animation of one picture is shown for some. */
export const isTimeless = ({ still, video }: Pick<MediaInfo, 'still' | 'video'>): boolean =>
  still && video?.frames === undefined;

/** The picture of a source, whether it moves or not. @throws no_video_stream */
export function shownPicture({ video, path }: Pick<MediaInfo, 'video' | 'path'>): VideoInfo {
  if (video === null) throw mediaError('no_video_stream', { input: nameOf(path) });
  return video;
}

/** The moving picture of a source. @throws no_video_stream, input_unsupported for one that knows no time */
export function movingPicture(source: MediaInfo, kind: string): VideoInfo {
  const video = shownPicture(source);
  if (isTimeless(source))
    throw mediaError('input_unsupported', {
      input: nameOf(source.path),
      why: `it is a still picture, and the kind "${kind}" needs a moving one; use the kind "image"`,
    });
  return video;
}
