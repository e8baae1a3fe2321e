import { DECLARES_LENGTH } from './declaring';
import type { AudioInfo, MediaInfo, SoundTrack, VideoInfo } from '../media/mediaInfo';
import { MOST_SOUND_TRACKS, preferred } from '../media/soundTrack';
import { fileInput } from '../plan/inputArgs';
import { LONGEST_SHOWN } from '../base/textLimits';
import { answerOf } from '../ffmpeg/answerOf';
import type { Binary } from '../ffmpeg/find';
import { mediaError } from '../errors/mediaError';
import { nameOf } from '../media/nameOf';
import { isMirrored, isOriented, rotationOf } from './orientation';
import type { Turned } from './orientation';

interface Stream {
  index: number;
  codec_type?: string;
  codec_name?: string;
  profile?: string;
  level?: number;
  width?: number;
  height?: number;
  sample_aspect_ratio?: string;
  pix_fmt?: string;
  bits_per_raw_sample?: string;
  bits_per_sample?: number;
  field_order?: string;
  has_b_frames?: number;
  r_frame_rate?: string;
  avg_frame_rate?: string;
  color_space?: string;
  color_primaries?: string;
  color_transfer?: string;
  color_range?: string;
  bit_rate?: string;
  start_time?: string;
  duration?: string;
  sample_rate?: string;
  nb_frames?: string;
  channels?: number;
  disposition?: { attached_pic?: number; default?: number };
  tags?: Record<string, string>;
  side_data_list?: Turned['side_data_list'];
}
interface Report {
  streams?: Stream[];
  format?: { format_name?: string; duration?: string; bit_rate?: string; tags?: Record<string, string> };
}

/** Durations and rates are null where the file does not say them and ffprobe would guess. @throws input_unsupported, input_damaged */
export async function ffprobeInfo(
  path: string,
  bytes: number,
  ffprobe: Binary,
  signal?: AbortSignal,
): Promise<MediaInfo> {
  const input = nameOf(path);
  const { stdout, stderr, code } = await answerOf(
    ffprobe,
    ['-v', 'warning', '-show_format', '-show_streams', '-of', 'json', ...fileInput(path)],
    signal,
  );
  if (code !== 0) throw refusal(input, stderr);
  const info = toMediaInfo(JSON.parse(stdout) as Report, path, bytes);
  // Of a WAV it says the same where the header promises more samples than are there, but then it counts them.
  return GUESSED.test(stderr) && info.format !== 'wav' ? withoutGuesses(info) : info;
}

/** Raw AAC, and MP3 without a count of its frames: a length guessed from the first bit rates can be half of the real one, or twice. */
const GUESSED = /Estimating duration from bitrate/;
const withoutGuesses = (info: MediaInfo): MediaInfo => ({
  ...info,
  duration: null,
  bitrate: null,
  audio: info.audio && { ...info.audio, duration: null, bitrate: null },
});

/** Of most formats it says that the file ends where it looked for the first packet; of an MP3 that is nothing but its tags, that no frame is found. */
const HOLDS_NOTHING = /: End of file\s*$|Failed to read frame size/;

function refusal(input: string, stderr: string) {
  if (/moov atom not found/.test(stderr))
    return mediaError(
      'input_damaged',
      { input, why: 'its index (the moov atom) is missing, as when a recording or an upload was cut off' },
      new Error(stderr),
    );
  if (HOLDS_NOTHING.test(stderr))
    return mediaError('input_damaged', { input, why: 'it holds neither picture nor sound' }, new Error(stderr));
  if (/whitelist|Invalid data found|not recognized|Unknown input format/i.test(stderr))
    return mediaError(
      'input_unsupported',
      { input, why: 'its content is no video, audio or image format that is known here' },
      new Error(stderr),
    );
  return mediaError('input_damaged', { input, why: 'it could not be read' }, new Error(stderr));
}

/** Pure: ffprobe's report as MediaInfo. */
export function toMediaInfo({ streams = [], format = {} }: Report, path: string, bytes: number): MediaInfo {
  const pictures = streams.filter(({ codec_type, width }) => codec_type === 'video' && (width ?? 0) > 0);
  const moving = pictures.filter(({ disposition }) => !disposition?.attached_pic);
  const cover = pictures.find(({ disposition }) => disposition?.attached_pic);
  const sounds = streams.filter(({ codec_type, channels }) => codec_type === 'audio' && (channels ?? 0) > 0);
  const video = preferredOf(moving);
  const audio = preferredOf(sounds);
  const name = formatName(format, video);
  // An AVIF sequence has its length in its stream alone.
  const declared = number(format.duration) || (video === undefined ? null : number(video.duration));
  const duration = lengthOf(declared, [...moving, ...sounds], isOfAnother(streams));
  const bitrate = number(format.bit_rate) ?? (duration ? Math.round((bytes * 8) / duration) : null);
  const sound = audio ? audioInfo(audio) : null;
  return {
    path,
    format: name,
    bytes,
    duration,
    durationDeclared: DECLARES_LENGTH.includes(name),
    bitrate,
    video: video
      ? {
          ...videoInfo(video, bitrate === null ? null : bitrate - (sound?.bitrate ?? 0)),
          ...(name === 'avif' && picturesOf(video)),
        }
      : null,
    audio: sound,
    ...(sounds.length > 1 && { sounds: sounds.slice(0, MOST_SOUND_TRACKS).map(soundTrack) }),
    cover: cover ? videoInfo(cover, null) : null,
    still: name === 'bmp',
    tags: Object.fromEntries(
      // Of several tracks each has a title of its own, which is not that of the file.
      Object.entries({ ...(sounds.length === 1 && audio?.tags), ...format.tags }).map(([key, value]) => [
        key.toLowerCase(),
        value,
      ]),
    ),
  };
}

/** How many pictures an AVIF sequence lists: it may be one, which is no film. */
function picturesOf({ nb_frames }: Stream): Pick<VideoInfo, 'frames'> {
  const frames = number(nb_frames);
  return frames === null ? {} : { frames };
}

const preferredOf = (streams: readonly Stream[]): Stream | undefined =>
  preferred(streams.map((stream) => ({ stream, isDefault: isDefault(stream) })))?.stream;

const isDefault = ({ disposition }: Stream): boolean => Boolean(disposition?.default);

/** Whether the length of a file may be that of its subtitles, or of other data. */
const isOfAnother = (streams: readonly Stream[]): boolean =>
  streams.some(({ codec_type = 'unknown' }) => !['video', 'audio'].includes(codec_type));

/** Seconds by which a container may round. */
const ROUNDED = 0.1;

/**
 * Seconds that picture and sound last of a file that says how long all of it is; null: that has to be measured, as it may be the length of something else
 * (Matroska without the tags that say each stream's), or nothing in the file is that long.
 */
function lengthOf(declared: number | null, played: readonly Stream[], withOthers: boolean): number | null {
  const lengths = played.map(durationOf);
  if (lengths.every((seconds) => seconds === null)) return withOthers ? null : declared;
  const starts = played.map(({ start_time }) => number(start_time) ?? 0);
  const ends = lengths.map((seconds, index) => (seconds ?? Infinity) + (starts[index] ?? 0));
  const longest = Math.max(...ends) - Math.min(...starts);
  if (declared === null || declared - longest <= ROUNDED) return declared;
  return withOthers ? longest : null;
}

function formatName(
  { format_name: names = '', tags }: NonNullable<Report['format']>,
  video: Stream | undefined,
): string {
  if (names.startsWith('matroska'))
    return video === undefined || ['vp8', 'vp9', 'av1'].includes(video.codec_name ?? '') ? 'webm' : 'mkv';
  if (tags?.major_brand === 'avis') return 'avif';
  // Only QuickTime's own files name no brand, or this one.
  if (names.startsWith('mov')) return /^qt/.test(tags?.major_brand ?? 'qt') ? 'mov' : 'mp4';
  return names.split(',', 1)[0]?.replace('_pipe', '') ?? 'unknown';
}

function videoInfo(stream: Stream, restOfBitrate: number | null): VideoInfo {
  const codedWidth = stream.width ?? 0;
  const codedHeight = stream.height ?? 0;
  const pixelFormat = stream.pix_fmt ?? 'unknown';
  const rotation = rotationOf(stream);
  const aspect = ratio(stream.sample_aspect_ratio?.replace(':', '/')) ?? 1;
  const upright = { width: Math.max(1, Math.round(codedWidth * aspect)), height: codedHeight };
  const turned = rotation === 90 || rotation === 270;
  const interlaced = ['tt', 'bb', 'tb', 'bt'].includes(stream.field_order ?? '');
  const rate = rateOf(stream, interlaced);
  return {
    index: stream.index,
    codec: stream.codec_name ?? 'unknown',
    profile: stream.profile ?? null,
    level: stream.level !== undefined && stream.level > 0 ? stream.level : null,
    width: turned ? upright.height : upright.width,
    height: turned ? upright.width : upright.height,
    codedWidth,
    codedHeight,
    rotation,
    ...(isOriented(stream) && { oriented: true as const }),
    ...(isMirrored(stream) && { mirrored: true as const }),
    squarePixels: Math.abs(aspect - 1) < 0.001,
    pixelFormat,
    bitDepth: number(stream.bits_per_raw_sample) ?? depthOf(pixelFormat),
    hasAlpha: /^(rgba|bgra|argb|abgr|yuva|gbrap|ya\d|pal8)/.test(pixelFormat) || hasAlphaBeside(stream),
    interlaced,
    ...rate,
    ...decodedAhead(stream, rate),
    hdr: HDR[stream.color_transfer ?? ''] ?? null,
    colorSpace: known(stream.color_space),
    colorPrimaries: known(stream.color_primaries),
    colorTransfer: known(stream.color_transfer),
    fullRange: stream.color_range === 'pc' || pixelFormat.startsWith('yuvj'),
    bitrate:
      number(stream.bit_rate) ??
      number(stream.tags?.BPS ?? stream.tags?.['BPS-eng']) ??
      (restOfBitrate !== null && restOfBitrate > 0 ? restOfBitrate : null),
    startTime: number(stream.start_time) ?? 0,
    duration: durationOf(stream),
  };
}

function audioInfo(stream: Stream): AudioInfo {
  return {
    index: stream.index,
    codec: stream.codec_name ?? 'unknown',
    profile: stream.profile ?? null,
    ...(number(stream.nb_frames) && { counted: true as const }),
    sampleRate: number(stream.sample_rate) ?? 48_000,
    channels: stream.channels ?? 2,
    bitDepth: number(stream.bits_per_raw_sample) ?? (stream.bits_per_sample || null),
    bitrate: number(stream.bit_rate) ?? number(stream.tags?.BPS ?? stream.tags?.['BPS-eng']),
    startTime: number(stream.start_time) ?? 0,
    duration: durationOf(stream),
    ...named('language', stream),
    ...named('title', stream),
  };
}

const soundTrack = (stream: Stream): SoundTrack => ({ ...audioInfo(stream), isDefault: isDefault(stream) });

/** What a file tells of a stream for people; that it is of no known language is nothing told. */
function named<K extends 'language' | 'title'>(key: K, { tags = {} }: Stream): Partial<Record<K, string>> {
  const text = (tags[key] ?? '').slice(0, LONGEST_SHOWN).trim();
  return text === '' || text === 'und' ? {} : ({ [key]: text } as Record<K, string>);
}

const HDR: Record<string, 'pq' | 'hlg' | undefined> = { smpte2084: 'pq', 'arib-std-b67': 'hlg' };

/** Frames per second more than this are timestamps, not pictures, when they vary. */
const MOST_VARIABLE_FPS = 60;

/**
 * ffprobe's `r_frame_rate` is the grid that all times fit on, `avg_frame_rate` the pictures counted. A variable rate is taken to its grid,
 * at most 60; interlaced video counts its fields in the grid.
 */
function rateOf(
  { r_frame_rate, avg_frame_rate }: Stream,
  interlaced: boolean,
): Pick<VideoInfo, 'fps' | 'frameRate' | 'variableFps'> {
  const grid = ratio(r_frame_rate);
  const average = ratio(avg_frame_rate);
  const constant = (rate: string, fps: number) => ({ fps, frameRate: rate, variableFps: false });
  if (grid === null && average === null) return constant('25', 25);
  if (average === null || average <= 0) return constant(r_frame_rate ?? '25', grid ?? 25);
  if (grid === null || (interlaced && Math.abs(grid - 2 * average) / grid < 0.05))
    return constant(avg_frame_rate ?? '25', average);
  if (Math.abs(grid - average) / grid <= 0.02) return constant(r_frame_rate ?? '25', grid);
  return grid <= MOST_VARIABLE_FPS
    ? { ...constant(r_frame_rate ?? '25', grid), variableFps: true }
    : { fps: MOST_VARIABLE_FPS, frameRate: `${MOST_VARIABLE_FPS}`, variableFps: true };
}

/** Seconds for which a picture of a variable rate is to be expected to stand still. */
const LONG_STILL = 10;

/** B-frames are stored after the picture that they lead up to: so many of them, as long as each is shown. */
function decodedAhead(
  { has_b_frames: pictures = 0, avg_frame_rate }: Stream,
  { fps, variableFps }: Pick<VideoInfo, 'fps' | 'variableFps'>,
): { decodedAhead?: number } {
  if (pictures === 0) return {};
  const seconds = (pictures + 1) / Math.min(fps, ratio(avg_frame_rate) || fps);
  return { decodedAhead: variableFps ? Math.max(LONG_STILL, seconds) : seconds };
}

/** VP8 and VP9 have transparency beside their picture, which the container tells. */
const hasAlphaBeside = ({ codec_name, tags = {} }: Stream): boolean =>
  ['vp8', 'vp9'].includes(codec_name ?? '') && (tags.alpha_mode ?? tags.ALPHA_MODE) === '1';

const depthOf = (pixelFormat: string): number => Number(/p(9|10|12|14|16)(le|be)$/.exec(pixelFormat)?.[1] ?? 8);
const known = (text: string | undefined): string | null =>
  text === undefined || text === 'unknown' || text === 'reserved' ? null : text;

/** Matroska states a stream's length in a tag: `00:00:08.000000000`. */
function durationOf({ duration, tags }: Stream): number | null {
  const [hours, minutes, seconds] = (tags?.DURATION ?? '').split(':', 3).map(Number);
  return (
    number(duration) ??
    (hours !== undefined && minutes !== undefined && seconds !== undefined
      ? hours * 3600 + minutes * 60 + seconds
      : null)
  );
}

function number(text: string | undefined): number | null {
  const value = Number(text);
  return text === undefined || text === '' || !Number.isFinite(value) ? null : value;
}

function ratio(text: string | undefined): number | null {
  const [top, bottom] = (text ?? '').split('/', 2).map(Number);
  return top && bottom ? top / bottom : null;
}
