import type { Part } from '../../media/part';

/** One picture as it differs from the one before it. */
export interface FrameChange {
  at: number;
  /** Mean difference of brightness from the picture before, 0–1. */
  change: number;
  /** Share of the picture that changed, and the middle of that, 0–1 from the left and the top. */
  moved: number;
  x: number;
  y: number;
  /** Mean brightness, and the share of the picture that is all but black, 0–1. */
  luma: number;
  dark: number;
}

export interface PictureAnalysis {
  /** Parts of which every picture was looked at; `cuts`, `black`, `frozen` and `frames` are of these alone. */
  examined: Part[];
  /** Where one shot ends and the next begins. */
  cuts: number[];
  black: Part[];
  frozen: Part[];
  frames: FrameChange[];
  /** One picture a second over the whole file, from keyframes alone: what was seen last at that second. */
  sparse: { at: number; luma: number; dark: number; change: number }[];
}
