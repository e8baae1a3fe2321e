import type { Moment } from './moments';

/** Pictures that are taken in one run of ffmpeg, from the first to the last; `first` is the number of the first one among all. */
export interface Batch {
  moments: Moment[];
  first: number;
}

/** Seconds between two pictures from which jumping to the next one costs less than decoding what lies between: a start of ffmpeg, and half of what lies between keyframes. */
const JUMP = 6;
/** Most pictures in a batch: its frames lie on the disk until they are written as they are wanted. */
const MOST = 60;

/** Pure: pictures close to each other are taken in one run, others by jumping to them. */
export function batchesOf(moments: readonly Moment[]): Batch[] {
  const batches: Batch[] = [];
  for (const [index, moment] of moments.entries()) {
    const last = batches.at(-1);
    const before = last?.moments.at(-1);
    const near = before !== undefined && moment.time - before.time < JUMP;
    if (last !== undefined && near && last.moments.length < MOST) last.moments.push(moment);
    else batches.push({ moments: [moment], first: index });
  }
  return batches;
}
