import type { VideoFormat } from '../media/formats';
import type { VideoInfo } from '../media/mediaInfo';
import { sourceTime } from './reading';
import { preroll, seekTo, stamp } from './timeRange';
import type { TimeRange } from './timeRange';
import type { Pieces } from './types';
import { NO_TAGS } from './tags';
import { listInput } from './filesList';

/** Frames between keyframes at the most, of the encoders that have no better way by themselves. */
export const LONGEST_GOP = 240;
/** Below so many frames, two pieces would differ too much in length to be worth it. */
const FEWEST = 1.5 * LONGEST_GOP;
/** A longer piece has less run-up to decode, a shorter one leaves less to wait for at the end: so many keyframes each, in so many rounds at least. */
const MOST_GOPS = 4;
const ROUNDS = 4;
/** Encoders working at a time take memory each: so many, and so many pixels in all. */
const MOST_AT_ONCE = 4;
const MOST_PIXELS = 4 * 1920 * 1088;

/** Encoders whose threads leave cores idle: libvpx and libaom take some 1.3 of 2 cores for one stream (`npm run bench -- vp9 av1`). SVT-AV1, x264 and x265 take them all. */
const ALONE = ['libvpx-vp9', 'libaom-av1'];
/** Containers in which every frame that is needed for a place is found by jumping to the keyframe before it. */
const INDEXED = ['mp4', 'mov', 'mkv', 'webm'];

export interface PiecesUse {
  encoder: string;
  source: { format: string; durationDeclared: boolean };
  /** Frames per second of the result, as ffmpeg reads it: `30`, `30000/1001`. */
  frameRate: string;
  size: { width: number; height: number };
  range: TimeRange;
  cores: number;
  /** What they are cut from. */
  input: readonly string[];
  picture: VideoInfo;
  /** Filter and encoder for a piece of so many seconds. */
  encoded: (seconds: number) => readonly string[];
  /** What makes the sound, null where there is none; and what makes the result of both. */
  result: { sound: readonly string[] | null; format: VideoFormat; rest: readonly string[] };
}

/**
 * Pure: how a picture is encoded in pieces side by side, where that uses cores that would be idle; undefined where it would not, or where a piece cannot be
 * found exactly. Pieces begin at frames of the result where a keyframe
 * would stand in any case, so together they are the frames of the whole, and no byte more.
 */
export function piecesOf({
  encoder,
  source,
  frameRate,
  size,
  range,
  cores,
  input,
  picture,
  encoded,
  result,
}: PiecesUse): Pieces | undefined {
  const [rate = 0, per = 1] = frameRate.split('/').map(Number);
  const most = Math.min(cores, MOST_AT_ONCE, Math.floor(MOST_PIXELS / (size.width * size.height)));
  const exact = INDEXED.includes(source.format) && source.durationDeclared && range.seconds !== null && rate > 0;
  if (!ALONE.includes(encoder) || !exact || most < 2) return undefined;
  const frames = Math.round(((range.seconds ?? 0) * rate) / per);
  if (frames < FEWEST) return undefined;
  const length = LONGEST_GOP * Math.min(MOST_GOPS, Math.max(1, Math.floor(frames / (LONGEST_GOP * most * ROUNDS))));
  const count = Math.ceil(frames / length);
  const atOnce = Math.min(most, count);

  const secondsOf = (of: number) => (of * per) / rate;
  const whole = range.seconds ?? 0;
  const each = Array.from({ length: count }, (_, index) => {
    const from = secondsOf(index * length);
    const isLast = index === count - 1;
    const seconds = isLast ? whole - from : secondsOf(length);
    // With frames from before it, the frame rate filter knows which is on the screen as the piece begins.
    const seek =
      index === 0
        ? range.seek
        : seekTo(sourceTime(range.reading, from), preroll({ ...source, video: picture, audio: null }));
    const untilEnd = range.limit.length > 0 ? ['-t', stamp(seconds)] : [];
    const until = isLast ? untilEnd : ['-frames:v', `${length}`];
    const file = `${PIECE}${index}.mp4`;
    const argv = [
      ...seek,
      ...input,
      '-map',
      `0:${picture.index}`,
      ...encoded(seconds),
      '-threads',
      `${Math.max(1, Math.floor(cores / atOnce))}`,
      ...until,
      ...NO_TAGS,
      '-f',
      'mp4',
      `file:${file}`,
    ];
    return { argv, file, from, seconds, frames: isLast ? null : length };
  });
  const list = `${PIECE}list`;
  const pieces = listInput(list, 'mov');
  const heard = `${PIECE}sound`;
  const sound = result.sound && {
    argv: [...result.sound, ...NO_TAGS, '-f', SOUND[result.format], `file:${heard}`],
    file: heard,
  };
  const both = sound === null ? [] : ['-protocol_whitelist', 'file', '-i', `file:${heard}`];
  const join = [
    ...pieces,
    ...both,
    '-map',
    '0:0',
    ...(sound === null ? [] : ['-map', '1:0']),
    '-c',
    'copy',
    ...range.limit,
    ...result.rest,
  ];
  return { each, atOnce, sound, list, join };
}

const PIECE = 'media-jobs-piece-';
/** Containers that keep what an encoder puts before the beginning, so that sound and picture stay in step when joined. */
const SOUND: Record<VideoFormat, string> = { mp4: 'mp4', mov: 'mov', webm: 'ogg' };
