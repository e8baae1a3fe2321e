import type { ImageOperation } from '../../images/operation';
import type { Fineness } from './animationFitting';

/** The pictures of an animation, and what they are written to. */
export interface Animation {
  /** ffmpeg's number of the stream that they are of, and the filters that make them of it. */
  stream: number;
  filters: string;
  file: string;
  seconds: number;
  /** Pictures a second at the most. */
  fps: number;
  /** How often it is played; 0: without end. */
  plays: number;
  fineness: Fineness;
  encoder: string;
  /** Whether a picture may be transparent where the one before is not. */
  mayClear: boolean;
}

/** How an animation is written. */
export interface Written {
  /** ffmpeg's output options. */
  argv: string[];
  /** What follows, in the place of what ffmpeg has written. */
  after: ImageOperation | null;
  /** Files that are gone when it is written. */
  passing: string[];
}
