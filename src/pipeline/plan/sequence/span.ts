/** Frames of a result: the first one, and the one after the last. */
export interface Frames {
  from: number;
  to: number;
}

export const lengthOf = ({ from, to }: Frames): number => to - from;

/** Frames of a result in which a clip is seen together with the one beside it. */
export interface Overlap {
  frames: number;
  /** Whether what is played of the clip goes on in it. If not, its picture stands meanwhile, and its sound is not heard. */
  plays: boolean;
}

export const NO_OVERLAP: Overlap = { frames: 0, plays: true };

/** When a clip is seen in a result, and what of that it shares with the clips beside it. */
export interface Span extends Frames {
  before: Overlap;
  after: Overlap;
}

/** Frames in which a clip is seen alone: one at the least. */
export const aloneIn = ({ from, to, before, after }: Span): Frames => ({
  from: from + before.frames,
  to: to - after.frames,
});

/** Frames in which what is played of a clip is seen and heard. */
export const playedIn = ({ from, to, before, after }: Span): Frames => ({
  from: from + (before.plays ? 0 : before.frames),
  to: to - (after.plays ? 0 : after.frames),
});
