import { MediaJobError } from './mediaError';
import type { ErrorKind } from './table';

/** What no input is to blame for. */
const OF_NO_INPUT: ReadonlySet<ErrorKind> = new Set<ErrorKind>([
  'cancelled',
  'time_limit_exceeded',
  'disk_full',
  'encoder_missing',
  'ffmpeg_missing',
  'internal_error',
]);

/** What is said of one of several inputs. @param index counted from 0 */
export const saidOfInput = (index: number, count: number, text: string): string =>
  `Input ${index + 1} of ${count}: ${text}`;

/** An error that one of several inputs is to blame for, naming it. @param index counted from 0 */
export const ofInput = (error: MediaJobError, index: number, count: number): MediaJobError =>
  OF_NO_INPUT.has(error.kind) || error.inputIndex !== undefined
    ? error
    : new MediaJobError(
        error.kind,
        { sentence: saidOfInput(index, count, error.message), next: error.next },
        error.cause,
        index,
      );
