import { MediaJobError, toMediaError } from './mediaError';
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

/** How messages name one thing of several that a job reads; null: it is the only one of its sort, and needs no name. */
export type InputName = {
  said: string;
  /** Which of the inputs it is, or belongs to, counted from 0; absent: an option names it. */
  index?: number;
} | null;

/** One of a list of inputs. @param index counted from 0 */
export const nameOfInput = (index: number, count: number): NonNullable<InputName> => ({
  said: `Input ${index + 1} of ${count}`,
  index,
});

/** One of the inputs of a job, which is known where it is the only one. */
export const nameAmong = (index: number, count: number): InputName => (count === 1 ? null : nameOfInput(index, count));

/** What is said of one of several. */
export const saidOf = (name: InputName, text: string): string => (name === null ? text : `${name.said}: ${text}`);

/** An error that one of several is to blame for, naming it. */
export const ofInput = (error: MediaJobError, name: InputName): MediaJobError =>
  name === null || OF_NO_INPUT.has(error.kind) || error.blamed !== undefined
    ? error
    : new MediaJobError(error.kind, { sentence: saidOf(name, error.message), next: error.next }, error.cause, {
        index: name.index,
      });

/** Does some work for one of several. @throws what the work throws, naming it */
export function naming<T>(name: InputName, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw ofInput(toMediaError(error), name);
  }
}
