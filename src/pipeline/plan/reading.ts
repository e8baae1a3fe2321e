import type { ResultTime, SourceTime } from '../media/time';

/** The part of a source that a plan reads. */
export interface Reading {
  start: SourceTime;
  /** null: one frame, or to an end that is not known. */
  seconds: SourceTime | null;
  /** Seconds of it that are played in a second of the result. */
  speed: number;
}

/** A part that is played as fast as it was recorded. @param seconds null: one frame, or to an end that is not known */
export const asRecorded = (start: SourceTime, seconds: SourceTime | null): Reading => ({ start, seconds, speed: 1 });

/** Pure: the moment of the result at which a moment of the source is seen and heard. */
export const resultTime = ({ start, speed }: Reading, at: SourceTime): ResultTime => (at - start) / speed;

/** Pure: the moment of the source that is seen and heard at a moment of the result. */
export const sourceTime = ({ start, speed }: Reading, at: ResultTime): SourceTime => start + speed * at;
