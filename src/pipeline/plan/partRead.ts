import type { Step } from './types';

/** The part of a source that a plan reads, in seconds from where the source begins. */
export interface Part {
  start: number;
  /** null: one frame, or to an end that is not known. */
  seconds: number | null;
}

/** Pure: read off the plan's own arguments, so that it cannot differ from what was done. The last ffmpeg step is the one that reads the source. */
export function partRead(steps: readonly Step[]): Part {
  const step = steps.findLast(({ tool }) => tool === 'ffmpeg');
  if (step?.tool !== 'ffmpeg') return { start: 0, seconds: null };
  // Before the input it is jumped over, after it read and dropped.
  const start = step.argv.reduce(
    (sum, argument, at) => (argument === '-ss' ? sum + Number(step.argv[at + 1]) : sum),
    0,
  );
  return { start, seconds: step.seconds };
}
