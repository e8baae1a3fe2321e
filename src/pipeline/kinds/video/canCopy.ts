import type { VideoCodec, VideoFormat } from '../../media/formats';
import type { MediaInfo } from '../../media/mediaInfo';
import { isSized } from '../../plan/askedSize';
import type { EditedPicture } from '../../plan/edits';
import { isFaded } from '../../plan/fades';
import { isUnchanged } from '../../plan/geometry';
import type { Shape } from '../../plan/geometry';
import type { TimeRange } from '../../plan/timeRange';
import type { VideoOptions } from './schema';

/** ffmpeg's codec names as ours. vp8 plays wherever webm does, but cannot be asked for. */
export const CODEC_NAMES: Record<string, VideoCodec | undefined> = {
  h264: 'h264',
  hevc: 'h265',
  vp9: 'vp9',
  av1: 'av1',
};
/** Codecs that are taken over unasked, per format: those that every player of the format has. */
const COPIED_UNASKED: Record<VideoFormat, readonly string[]> = {
  mp4: ['h264'],
  mov: ['h264'],
  webm: ['vp8', 'vp9', 'av1'],
};
/** Containers whose packets carry the times that copying needs. */
const TIMED = ['mp4', 'mov', 'mkv', 'webm', 'mpegts', 'flv'];

/** Whether the picture already is what is asked for, so that encoding it anew would only cost time and quality. */
export function canCopy(
  options: VideoOptions,
  format: VideoFormat,
  source: MediaInfo,
  picture: EditedPicture,
  shape: Shape,
  range: TimeRange,
): boolean {
  const wanted =
    options.codec === undefined
      ? COPIED_UNASKED[format].includes(picture.codec)
      : CODEC_NAMES[picture.codec] === options.codec;
  const plain =
    (options.background === undefined || !picture.hasAlpha) &&
    picture.pixelFormat === 'yuv420p' &&
    !picture.interlaced &&
    picture.hdr === null &&
    picture.rotation === 0 &&
    picture.squarePixels &&
    !picture.fullRange;
  const untouched =
    !range.changed &&
    !isFaded(options) &&
    picture.edited === undefined &&
    !options.reverse &&
    options.quality === undefined &&
    options.bitrate === undefined &&
    (options.fps === undefined || (options.fps === picture.fps && !picture.variableFps));
  const unshaped = isUnchanged(shape) || !isSized(picture, options);
  return wanted && plain && untouched && unshaped && TIMED.includes(source.format);
}
