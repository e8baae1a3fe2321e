import { DECLARES_STREAMS } from './declaring';
import type { Binaries } from '../ffmpeg/find';
import { chooseSound } from './chooseSound';
import { audioRate } from './audioRate';
import { hasPackets } from './hasPackets';
import { ffprobeInfo } from './ffprobe';
import { measureDuration } from './measureDuration';
import { imageInfo } from '../images/imageInfo';
import { bytesOf } from '../storage/bytes';
import type { Bytes } from '../storage/bytes';
import { clockOf } from '../media/clock';
import type { AudioInfo, MediaInfo, VideoInfo } from '../media/mediaInfo';
import { timedByPackets } from './packetTimes';
import { hasIncompleteLastFrame } from './mp3Tail';
import { soundTracksOf } from '../media/soundTrack';
import type { AskedTrack } from '../media/soundTrack';
import { sniff } from './sniff';
import { shareOfRiff } from './riff';
import { MediaJobError, mediaError } from '../errors/mediaError';
import { nameOf } from '../media/nameOf';

/**
 * What a local file is made of, judged by its content.
 * @throws input_empty, input_unsupported, input_damaged, input_too_large
 */
export const probeFile = async (path: string, binaries: Binaries, signal?: AbortSignal): Promise<MediaInfo> =>
  probeMedia({ path, bytes: await bytesOf(path) }, binaries, signal);

/** A file to look at: where ffmpeg finds it, and its bytes. A picture has to lie on this machine. */
export interface Media {
  path: string;
  bytes: Bytes;
}

/** What media are made of that ffmpeg may read through a range reader. @throws as `probeFile`; what reading throws */
export async function probeMedia({ path, bytes }: Media, binaries: Binaries, signal?: AbortSignal): Promise<MediaInfo> {
  const input = nameOf(path);
  const { size } = bytes;
  if (size === 0) throw mediaError('input_empty', { input });
  const content = await sniff(bytes);
  let animation: Animated | undefined = content.is === 'media' ? content.animation : undefined;
  if (content.is === 'refused') throw mediaError('input_unsupported', { input, why: content.why });
  if (content.is === 'image') {
    const image = await imageInfo(path, size, content.format);
    // ffmpeg knows an animated GIF better: its times and its length.
    if (image.still || content.format !== 'gif') return image;
    const { frames, plays, showsBackground } = image.video ?? {};
    animation = {
      ...(frames !== undefined && { frames }),
      ...(plays !== undefined && { plays }),
      ...(showsBackground && { showsBackground }),
    };
  }
  const told = await ffprobeInfo(path, size, binaries.ffprobe, signal).catch((error: unknown) => {
    // By the name alone ffprobe takes noise for an MP4 without an index.
    if (content.is === 'media' && !content.boxes && error instanceof MediaJobError && /moov/.test(error.message))
      throw mediaError(
        'input_unsupported',
        { input, why: 'its content is no video, audio or image format that is known here' },
        error,
      );
    throw error;
  });
  const info = { ...told, video: told.video && { ...told.video, ...animation } };
  const ends = info.format === 'mp3' && (await hasIncompleteLastFrame(bytes)) ? { endsInFrame: true as const } : {};
  if (info.format === 'apng') return timedByPackets(info, binaries.ffprobe, signal);
  if (info.duration === null) return measured({ ...info, ...ends }, binaries, signal);
  return RIFF.includes(info.format) ? asPromised(info, await shareOfRiff(bytes)) : { ...info, ...ends };
}

/** What is told of an animation before ffmpeg is asked. */
type Animated = Pick<VideoInfo, 'frames' | 'plays' | 'showsBackground'>;

/** As long as picture and sound really are. */
async function measured(info: MediaInfo, { ffmpeg }: Binaries, signal?: AbortSignal): Promise<MediaInfo> {
  const endOf = async (stream: VideoInfo | AudioInfo | null) =>
    stream === null ? null : measureDuration(info.path, ffmpeg, signal, stream.index);
  const [picture, sound] = await Promise.all([endOf(info.video), endOf(info.audio)]);
  const clock = clockOf(info);
  const lasting = <T extends VideoInfo | AudioInfo>(stream: T | null, end: number | null): T | null =>
    stream && { ...stream, duration: end === null ? null : Math.max(0, end + clock - stream.startTime) };
  return {
    ...info,
    video: lasting(info.video, picture),
    audio: lasting(info.audio, sound),
    duration: picture === null && sound === null ? null : Math.max(picture ?? 0, sound ?? 0),
    durationDeclared: false,
  };
}

/** What is asked of the sound of a source. */
export interface SoundUse {
  /** Whether it is used at all. */
  withSound: boolean;
  /** Undefined: the one that is played unasked. */
  track?: AskedTrack | undefined;
}

/**
 * A source as `probeMedia` tells it, its sound that which was asked for, with the bits per second of it where the file does not say them: what a result that has
 * sound must not exceed unasked. @throws audio_track_missing; as `probeMedia`
 */
export async function probeSource(
  media: Media,
  { withSound, track }: SoundUse,
  binaries: Binaries,
  signal?: AbortSignal,
): Promise<MediaInfo> {
  const told = await probeMedia(media, binaries, signal);
  const chosen = track === undefined ? told : chooseSound(told, track);
  const info = withSound ? await withHeldSound(chosen, track === undefined, { binaries, signal }) : told;
  const { video, audio, duration } = info;
  const bitrate = info.bitrate ?? (duration ? Math.round((8 * info.bytes) / duration) : null);
  if (audio === null || audio.bitrate !== null || !withSound) return { ...info, bitrate };
  const counted = video === null ? bitrate : await audioRate(media.path, audio.index, binaries.ffprobe, signal);
  const rest = bitrate === null || counted === null || bitrate <= counted ? null : bitrate - counted;
  return {
    ...info,
    bitrate,
    audio: { ...audio, bitrate: counted },
    video: video && { ...video, bitrate: video.bitrate === info.bitrate ? (rest ?? video.bitrate) : video.bitrate },
  };
}

/** Without the sound that is declared only, as by a recorder whose microphone was off. @param anyTrack whether another will do where one holds nothing */
async function withHeldSound(
  info: MediaInfo,
  anyTrack: boolean,
  { binaries, signal }: { binaries: Binaries; signal?: AbortSignal | undefined },
): Promise<MediaInfo> {
  const { audio: first, format, path, duration } = info;
  // Elsewhere what is found is there, unless it lasts no time: a FLAC of its header alone.
  if (first === null || (duration && !DECLARES_STREAMS.includes(format))) return info;
  const others = anyTrack ? soundTracksOf(info).filter(({ index }) => index !== first.index) : [];
  for (const audio of [first, ...others])
    if (audio.counted || (await hasPackets(path, audio.index, binaries.ffprobe, signal))) return { ...info, audio };
  return { ...info, audio: null, declaresSound: true };
}

const RIFF = ['wav', 'avi'];

/** As long as the header promises, where only a share of that is there. */
function asPromised(info: MediaInfo, share: number): MediaInfo {
  const whole = <T extends { duration: number | null }>(of: T): T => ({
    ...of,
    duration: of.duration === null ? null : of.duration / share,
  });
  return { ...whole(info), video: info.video && whole(info.video), audio: info.audio && whole(info.audio) };
}
