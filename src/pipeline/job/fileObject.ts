import type { FileKind, FileObject, ProbedFile } from './job';
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

/** A file with all that is known of it: the result of a probe, in whatever way one is asked for. @param url as users are shown it */
export const probedFile = (url: string, media: MediaInfo): ProbedFile => ({
  ...fileObject(url, media),
  ...media,
  path: url,
  tags: boundedTags(media.tags),
});

/** So many bytes the tags of a file may have as JSON: a job is stored, and told with each of its events. */
const MOST_TAGS = 64_000;

/** Tags as long as they fit; one that does not, such as a picture as text, is left out. */
function boundedTags(tags: Record<string, string>): Record<string, string> {
  let left = MOST_TAGS;
  return Object.fromEntries(
    Object.entries(tags).filter((tag) => {
      const bytes = Buffer.byteLength(JSON.stringify(tag));
      if (bytes > left) return false;
      left -= bytes;
      return true;
    }),
  );
}

/** Formats of pictures; one that moves is an animation. */
const PICTURES: readonly string[] = [...IMAGE_FORMATS, ...ANIMATION_FORMATS];

function fileKind({ format, still, video }: MediaInfo): FileKind {
  if (still) return 'image';
  if (video === null) return 'audio';
  return PICTURES.includes(format) ? 'animation' : 'video';
}
