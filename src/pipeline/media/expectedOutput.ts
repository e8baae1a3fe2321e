import type { AnyFormat, VideoCodec, AudioCodec } from './formats';

/** One file that a plan makes, held against a probe of what came out. Absent properties are not checked. */
export interface ExpectedOutput {
  /** Name relative to the folder. */
  file: string;
  format: AnyFormat;
  mime: string;
  /** It leads to other files, and is to be seen after them. */
  leads?: true;
  width?: number;
  height?: number;
  /** Seconds. */
  duration?: number;
  videoCodec?: VideoCodec;
  audioCodec?: AudioCodec;
}
