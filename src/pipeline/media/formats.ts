/** The codecs a user can name for video; audio codecs follow from the format. */
export const VIDEO_CODECS = ['h264', 'h265', 'vp9', 'av1'] as const;
export type VideoCodec = (typeof VIDEO_CODECS)[number];
export type AudioCodec = 'aac' | 'mp3' | 'vorbis' | 'opus' | 'pcm' | 'flac';

export const VIDEO_FORMATS = ['mp4', 'webm', 'mov'] as const;
/** What the segments of a stream are made of. */
export type SegmentFormat = 'fmp4' | 'ts';
export const AUDIO_FORMATS = ['mp3', 'm4a', 'aac', 'ogg', 'opus', 'wav', 'flac'] as const;
export const IMAGE_FORMATS = ['jpeg', 'png', 'webp', 'avif'] as const;
export const ANIMATION_FORMATS = ['gif', 'webp'] as const;
/** Formats of pictures that can move: those that are made, and those that are only read. */
export const MOVING_PICTURES: readonly string[] = [...ANIMATION_FORMATS, 'apng', 'avif'];
export const ADAPTIVE_FORMATS = ['hls'] as const;
export type VideoFormat = (typeof VIDEO_FORMATS)[number];
export type AudioFormat = (typeof AUDIO_FORMATS)[number];
export type ImageFormat = (typeof IMAGE_FORMATS)[number];
export type AdaptiveFormat = (typeof ADAPTIVE_FORMATS)[number];
export type AnimationFormat = (typeof ANIMATION_FORMATS)[number];
export type Format = VideoFormat | AudioFormat | ImageFormat | AnimationFormat | AdaptiveFormat;
/** What no result consists of, but lies in one with others: segments of a stream, captions, lists of what there is. */
export type SideFormat = 'mpegts' | 'fmp4' | 'vtt' | 'json';
export type AnyFormat = Format | SideFormat;

/** Which codecs a video format can hold, the default first (the hosted API's codec rule). */
export const CODECS_OF: Record<VideoFormat, readonly [VideoCodec, ...VideoCodec[]]> = {
  mp4: ['h264', 'h265', 'av1'],
  mov: ['h264', 'h265'],
  webm: ['vp9', 'av1'],
};

/** What goes with a video format for sound, and what an audio format is made of. */
export const AUDIO_CODEC_OF: Record<VideoFormat | AudioFormat | 'hls', AudioCodec> = {
  mp4: 'aac',
  mov: 'aac',
  webm: 'opus',
  hls: 'aac',
  mp3: 'mp3',
  m4a: 'aac',
  aac: 'aac',
  ogg: 'vorbis',
  opus: 'opus',
  wav: 'pcm',
  flac: 'flac',
};

interface FileType {
  /** Without the dot; the first is the one we write. */
  extensions: readonly [string, ...string[]];
  mime: string;
}

export const FILE_TYPES: Record<Format, FileType> = {
  mp4: { extensions: ['mp4', 'm4v'], mime: 'video/mp4' },
  webm: { extensions: ['webm'], mime: 'video/webm' },
  mov: { extensions: ['mov', 'qt'], mime: 'video/quicktime' },
  mp3: { extensions: ['mp3'], mime: 'audio/mpeg' },
  m4a: { extensions: ['m4a'], mime: 'audio/mp4' },
  aac: { extensions: ['aac'], mime: 'audio/aac' },
  ogg: { extensions: ['ogg', 'oga'], mime: 'audio/ogg' },
  opus: { extensions: ['opus'], mime: 'audio/ogg' },
  wav: { extensions: ['wav'], mime: 'audio/wav' },
  flac: { extensions: ['flac'], mime: 'audio/flac' },
  jpeg: { extensions: ['jpg', 'jpeg'], mime: 'image/jpeg' },
  png: { extensions: ['png'], mime: 'image/png' },
  webp: { extensions: ['webp'], mime: 'image/webp' },
  avif: { extensions: ['avif'], mime: 'image/avif' },
  gif: { extensions: ['gif'], mime: 'image/gif' },
  hls: { extensions: ['m3u8'], mime: 'application/vnd.apple.mpegurl' },
};

export const SIDE_TYPES: Record<SideFormat, FileType> = {
  mpegts: { extensions: ['ts'], mime: 'video/mp2t' },
  fmp4: { extensions: ['m4s'], mime: 'video/mp4' },
  vtt: { extensions: ['vtt'], mime: 'text/vtt' },
  json: { extensions: ['json'], mime: 'application/json' },
};

const ALL_TYPES: Record<AnyFormat, FileType> = { ...FILE_TYPES, ...SIDE_TYPES };

/** Whether a file of this format can be the main one of a result. */
export const isFormat = (format: AnyFormat): format is Format => Object.hasOwn(FILE_TYPES, format);

/** Whether a file of this format is a playlist of segments, each of which is finished when the next one begins. */
export const isSegmented = (format: AnyFormat): boolean => format === 'hls';

/** The MIME type that a file's name tells. @param extension without the dot */
export const mimeOfExtension = (extension: string): string =>
  Object.values(ALL_TYPES).find(({ extensions }) => extensions.includes(extension.toLowerCase()))?.mime ??
  'application/octet-stream';

/** The format that a file name asks for, among those of a kind; null when its extension is none of theirs. */
export function formatOfExtension(extension: string, formats: readonly Format[]): Format | null {
  return formats.find((format) => FILE_TYPES[format].extensions.includes(extension.toLowerCase())) ?? null;
}
