import type { Fit } from './frame';
import type { SourceTime } from './time';

/** One clip of a sequence, as it was asked for. */
export interface Clip {
  /** As it was given: an address, or on the command line a path. */
  url: string;
  /** What of it is played; absent: from its beginning, to its end. */
  start?: SourceTime | undefined;
  end?: SourceTime | undefined;
  /** How it gets into the frame; absent: as the job's options say. */
  fit?: Fit | undefined;
  /** How loud its sound is: a factor; absent: 1. */
  volume?: number | undefined;
}
