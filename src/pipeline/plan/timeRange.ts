import { withoutEnd } from '../base/withoutEnd';
import type { JobWarning } from '../job/job';
import { mediaError } from '../errors/mediaError';
import type { MediaInfo } from '../media/mediaInfo';
import type { ResultTime, SourceTime } from '../media/time';
import { pastPicture } from './heldPicture';
import type { Reading } from './reading';

export interface TimeRange {
  /** The part of the source. */
  reading: Reading;
  /** Length of the result; null when the source's own length is unknown. */
  seconds: ResultTime | null;
  /** Whether the source is not taken as it is, from its beginning to its end. */
  changed: boolean;
  /** Output options that end the result in time. */
  limit: string[];
  /** Input options that seek: see `seekTo`. */
  seek: string[];
  /** Filters that leave out the sound from before the start. */
  trimSound: string[];
  /** What is put up with. */
  warnings: JobWarning[];
}

/** Containers without an index: ffmpeg jumps to a place near the wanted one, and the first keyframe may come too late. */
const WITHOUT_INDEX = ['mpegts', 'mpeg'];
/** Seconds between keyframes that are to be reckoned with there. */
const LONGEST_GOP = 10;

/** Containers whose index tells when a picture is decoded, and not when it is shown. */
const BY_DECODING = ['mp4', 'mov', 'flv', 'avi'];

/** Seconds before its last picture from which a source is read where only that one is wanted. */
const BEFORE_LAST = 1;

/** Seconds before its start from which a source has to be read, so that a keyframe lies before it, and a picture where the last one is over. */
export function preroll(source: Pick<MediaInfo, 'format' | 'video' | 'audio'>, start: SourceTime = 0): number {
  const { format, video } = source;
  const past = pastPicture(source, start);
  const since = past >= 0 ? past + BEFORE_LAST : 0;
  if (WITHOUT_INDEX.includes(format)) return since + LONGEST_GOP;
  return since + (BY_DECODING.includes(format) ? (video?.decodedAhead ?? 0) : 0);
}

/**
 * Pure: input options by which ffmpeg reads from the keyframe before a moment on, whose time is 0 then. What was shown before it has negative times: the frame
 * rate filter needs the last of these pictures, which is still on the screen at the moment, and sound is trimmed.
 * @param zero another moment whose time is to be 0
 */
export function seekTo(at: SourceTime, earlier: number, zero = at): string[] {
  const lead = Math.min(at, earlier);
  const shift = at - lead - zero;
  return [
    '-noaccurate_seek',
    ...(shift === 0 ? [] : ['-itsoffset', stamp(shift)]),
    ...(at > lead ? ['-ss', stamp(at - lead)] : []),
  ];
}

/** An end that overshoots by less than this means the end: durations are rounded on their way to a user. */
const ROUNDING = 0.1;

/** Seconds that a result has at least: what is shorter has no picture and no sample of it. */
const SHORTEST = 0.001;

/** Whether an end lies past that of the source. @param duration null: that is not known */
export const isPast = (end: number, duration: number | null): duration is number =>
  duration !== null && end > duration + ROUNDING;

/** How long a source is, as a sentence begins. */
export const lasts = (duration: number): string => `The input lasts ${duration.toFixed(2)} s`;

/** An end past that of the source is the end of the source. @param earlier `preroll` of the source @throws range_invalid, stating the duration, where nothing begins at the start */
export function timeRange(
  options: { start?: number | undefined; end?: number | undefined; speed?: number | undefined },
  duration: number | null,
  earlier = 0,
): TimeRange {
  const start = options.start ?? 0;
  // Where the end is cut short, what is left may be no more than a rounding.
  const nearest = start > 0 && options.end !== undefined && isPast(options.end, duration) ? ROUNDING : 0;
  if (duration !== null && start >= duration - nearest)
    throw mediaError('range_invalid', { why: `${lasts(duration)}, so nothing begins at start ${start} s.` });
  const end = options.end === undefined || (duration !== null && options.end >= duration) ? duration : options.end;
  const read = end === null ? null : end - start;
  const { speed = 1 } = options;
  const seconds = read === null ? null : read / speed;
  if (options.end !== undefined && seconds !== null && seconds < SHORTEST)
    throw mediaError('range_invalid', { why: 'The result would be shorter than a millisecond.' });
  const isRetimed = speed !== 1;
  const cutsEnd = end !== null && end !== duration;
  return {
    reading: { start, seconds: read, speed },
    seconds,
    changed: start > 0 || cutsEnd || isRetimed,
    warnings:
      options.end !== undefined && isPast(options.end, duration)
        ? [{ kind: 'end_past', message: `${lasts(duration)}: it ends there, and not at ${options.end} s.` }]
        : [],
    seek: start > 0 ? seekTo(start, earlier) : [],
    trimSound: start > 0 ? ['atrim=start=0'] : [],
    // Old builds of ffmpeg take the end of a source for that of what is played faster.
    limit: (cutsEnd || isRetimed) && seconds !== null ? ['-t', stamp(seconds)] : [],
  };
}

/** What of a range is another one where the last picture stays until a moment. */
export const lasting = (seconds: ResultTime): Pick<TimeRange, 'seconds' | 'changed' | 'limit'> => ({
  seconds,
  changed: true,
  limit: ['-t', stamp(seconds)],
});

/** Filters that leave out the pictures after the part that is played, whose last one is to stay. */
export const upToEnd = ({ limit, reading: { seconds } }: TimeRange): string[] =>
  limit.length === 0 || seconds === null ? [] : [`trim=end=${stamp(seconds)}`];

/** Seconds as ffmpeg reads them: never in exponent notation. */
export const stamp = (seconds: number): string => withoutEnd(withoutEnd(seconds.toFixed(6), /0/), /\./);
