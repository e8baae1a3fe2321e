import type { FileKind, FileObject } from './job';
import { ANIMATION_FORMATS, IMAGE_FORMATS } from '../media/formats';
import type { MediaInfo } from '../media/mediaInfo';

/** A file as the job object shows it: Ittybit's file object, with more of ours. */
export function fileObject(url: string, media: MediaInfo): Required<FileObject> {
  const { format, bytes, duration, bitrate, video, audio, cover } = media;
  const picture = video ?? cover;
  const codecs = { video: video?.codec ?? null, audio: audio?.codec ?? null };
  return {
    object: 'file',
    kind: fileKind(media),
    url,
    format,
    bytes,
    width: picture?.width ?? null,
    height: picture?.height ?? null,
    duration,
    fps: video && video.fps > 0 ? Math.round(video.fps * 1000) / 1000 : null,
    codecs,
    video_codec: codecs.video,
    audio_codec: codecs.audio,
    bitrate,
    channels: audio?.channels ?? null,
  };
}

/** Formats of pictures; one that moves is an animation. */
const PICTURES: readonly string[] = [...IMAGE_FORMATS, ...ANIMATION_FORMATS];

function fileKind({ format, still, video }: MediaInfo): FileKind {
  if (still) return 'image';
  if (video === null) return 'audio';
  return PICTURES.includes(format) ? 'animation' : 'video';
}
