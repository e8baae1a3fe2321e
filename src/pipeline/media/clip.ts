import type { Fit } from './frame';
import type { SourceTime } from './time';

/** How the view of a still picture moves while it is shown. */
export const MOTIONS = ['none', 'zoom_in', 'zoom_out', 'pan_left', 'pan_right', 'pan_up', 'pan_down'] as const;
export type Motion = (typeof MOTIONS)[number];

/** One clip of a sequence, as it was asked for. */
export interface Clip {
  /** As it was given: an address, or on the command line a path. */
  url: string;
  /** What of it is played; absent: from its beginning, to its end. */
  start?: SourceTime | undefined;
  end?: SourceTime | undefined;
  /** How it gets into the frame; absent: as the job's options say. */
  fit?: Fit | undefined;
  /** Of a still picture; absent: none. */
  motion?: Motion | undefined;
  /** How loud its sound is: a factor; absent: 1. */
  volume?: number | undefined;
}
