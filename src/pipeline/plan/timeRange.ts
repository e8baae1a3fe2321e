import { withoutEnd } from '../base/withoutEnd';
import type { JobWarning } from '../job/job';
import { mediaError } from '../errors/mediaError';
import type { ResultTime } from '../media/time';
import type { Reading } from './reading';

export interface TimeRange {
  /** The part of the source. */
  reading: Reading;
  /** Length of the result; null when the source's own length is unknown. */
  seconds: ResultTime | null;
  /** Whether the source is not taken as it is, from its beginning to its end. */
  changed: boolean;
  /** Seconds before the start that are read and dropped. */
  dropped: number;
  /** Output options that end the result in time, and drop what was read before its start. */
  limit: string[];
  /** Input option that seeks. Before `-i` ffmpeg jumps to the keyframe before and decodes from there: exact and fast. */
  seek: string[];
  /** What is put up with. */
  warnings: JobWarning[];
}

/** Containers without an index: ffmpeg jumps to a place near the wanted one, and the first keyframe may come too late. */
const WITHOUT_INDEX = ['mpegts', 'mpeg'];
/** Seconds between keyframes that are to be reckoned with there. */
const LONGEST_GOP = 10;

/** Seconds before its start from which a source has to be read. */
export const runUp = ({ format }: { format: string }): number => (WITHOUT_INDEX.includes(format) ? LONGEST_GOP : 0);

/** An end that overshoots by less than this means the end: durations are rounded on their way to a user. */
const ROUNDING = 0.1;

/** Whether an end lies past that of the source. @param duration null: that is not known */
export const isPast = (end: number, duration: number | null): duration is number =>
  duration !== null && end > duration + ROUNDING;

/** How long a source is, as a sentence begins. */
export const lasts = (duration: number): string => `The input lasts ${duration.toFixed(2)} s`;

/** An end past that of the source is the end of the source. @throws range_invalid, stating the duration, where nothing begins at the start */
export function timeRange(
  options: { start?: number | undefined; end?: number | undefined; speed?: number | undefined },
  duration: number | null,
  earlier = 0,
): TimeRange {
  const start = options.start ?? 0;
  // Where the end is cut short, what is left may be no more than a rounding.
  const nearest = options.end !== undefined && isPast(options.end, duration) ? ROUNDING : 0;
  if (duration !== null && start >= duration - nearest)
    throw mediaError('range_invalid', { why: `${lasts(duration)}, so nothing begins at start ${start} s.` });
  const end = options.end === undefined || (duration !== null && options.end >= duration) ? duration : options.end;
  const read = end === null ? null : end - start;
  const { speed = 1 } = options;
  const seconds = read === null ? null : read / speed;
  const isRetimed = speed !== 1;
  const cutsEnd = end !== null && end !== duration;
  const dropped = Math.min(start, earlier);
  return {
    reading: { start, seconds: read, speed },
    seconds,
    changed: start > 0 || cutsEnd || isRetimed,
    dropped,
    warnings:
      options.end !== undefined && isPast(options.end, duration)
        ? [{ kind: 'end_past', message: `${lasts(duration)}: it ends there, and not at ${options.end} s.` }]
        : [],
    seek: start > dropped ? ['-ss', stamp(start - dropped)] : [],
    limit: [
      ...(dropped > 0 ? ['-ss', stamp(dropped / speed)] : []),
      // Old builds of ffmpeg take the end of a source for that of what is played faster.
      ...((cutsEnd || isRetimed) && seconds !== null ? ['-t', stamp(seconds)] : []),
    ],
  };
}

/** Seconds as ffmpeg reads them: never in exponent notation. */
export const stamp = (seconds: number): string => withoutEnd(withoutEnd(seconds.toFixed(6), /0/), /\./);
