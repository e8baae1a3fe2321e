import type { PictureAnalysis } from '../../inspect/pictures/analysis';
import type { Part } from '../../media/part';

/** How loud a source is over its time. Levels are decibels below full scale (dBFS): 0 is the loudest there is, -90 stands for silence. */
export interface SoundAnalysis {
  /** RMS level of each step of `step` seconds. */
  levels: number[];
  step: number;
  /** Highest sample, dBFS. */
  peak: number;
  /** Level of what is said, and level below which nobody speaks. */
  speech: number;
  threshold: number;
  pauses: Part[];
  /** Moments that stand out of what is said before and after, the loudest first; `above` in decibels above the level of what is said. */
  moments: { at: number; above: number }[];
}

/** What was measured of a source, as data: what is chosen follows from it alone. */
export interface Analysis {
  duration: number;
  sound: SoundAnalysis | null;
  picture: PictureAnalysis;
}
