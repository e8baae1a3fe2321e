import type { AudioCodec, VideoCodec } from './formats';

/** ffprobe's codec names as ours. */
export const CODEC_NAMES: Record<string, VideoCodec | AudioCodec | undefined> = {
  h264: 'h264',
  hevc: 'h265',
  vp9: 'vp9',
  av1: 'av1',
  aac: 'aac',
  mp3: 'mp3',
  vorbis: 'vorbis',
  opus: 'opus',
  flac: 'flac',
  pcm_s16le: 'pcm',
  pcm_s24le: 'pcm',
};
