import { stat } from 'node:fs/promises';
import type { Binaries } from '../ffmpeg/find';
import { audioRate } from '../ffmpeg/audioRate';
import { ffprobeInfo } from '../ffmpeg/ffprobe';
import { measureDuration } from '../ffmpeg/measureDuration';
import { MediaJobError, mediaError } from '../errors';
import { imageInfo } from '../images/imageInfo';
import type { MediaInfo } from '../media/mediaInfo';
import { sniff } from '../media/sniff';
import { shareOfRiff } from '../media/riff';
import { nameOf } from '../plan/sourcePicture';

/**
 * What a local file is made of, judged by its content.
 * @throws input_empty, input_unsupported, input_damaged, input_too_large
 */
export async function probeFile(path: string, binaries: Binaries, signal?: AbortSignal): Promise<MediaInfo> {
  const input = nameOf(path);
  const { size } = await stat(path);
  if (size === 0) throw mediaError('input_empty', { input });
  const content = await sniff(path);
  if (content.is === 'refused') throw mediaError('input_unsupported', { input, why: content.why });
  if (content.is === 'image') {
    const image = await imageInfo(path, size, content.format);
    // ffmpeg knows an animated GIF better: its times and its length.
    if (image.still || content.format !== 'gif') return image;
  }
  const info = await ffprobeInfo(path, size, binaries.ffprobe, signal).catch((error: unknown) => {
    // By the name alone ffprobe takes noise for an MP4 without an index.
    if (content.is === 'media' && !content.boxes && error instanceof MediaJobError && /moov/.test(error.message)) throw mediaError('input_unsupported', { input, why: 'its content is no video, audio or image format that is known here' }, error);
    throw error;
  });
  if (info.duration !== null) return RIFF.includes(info.format) ? asPromised(info, await shareOfRiff(path)) : info;
  return { ...info, duration: await measureDuration(path, binaries.ffmpeg, signal), durationDeclared: false };
}

/** A source as `probeFile` tells it, with the bits per second of its sound where the file does not say them: what a result must not exceed unasked. */
export async function probeSource(path: string, binaries: Binaries, signal?: AbortSignal): Promise<MediaInfo> {
  const info = await probeFile(path, binaries, signal);
  const { video, audio, duration } = info;
  const bitrate = info.bitrate ?? (duration ? Math.round((8 * info.bytes) / duration) : null);
  if (audio === null || audio.bitrate !== null) return { ...info, bitrate };
  const counted = video === null ? bitrate : await audioRate(path, audio.index, binaries.ffprobe, signal);
  const rest = bitrate === null || counted === null || bitrate <= counted ? null : bitrate - counted;
  return { ...info, bitrate, audio: { ...audio, bitrate: counted }, video: video && { ...video, bitrate: video.bitrate === info.bitrate ? (rest ?? video.bitrate) : video.bitrate } };
}

const RIFF = ['wav', 'avi'];

/** As long as the header promises, where only a share of that is there. */
function asPromised(info: MediaInfo, share: number): MediaInfo {
  const whole = <T extends { duration: number | null }>(of: T): T => ({ ...of, duration: of.duration === null ? null : of.duration / share });
  return { ...whole(info), video: info.video && whole(info.video), audio: info.audio && whole(info.audio) };
}
