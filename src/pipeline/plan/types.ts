import type { ImageOperation } from '../images/operation';
import type { JobWarning } from '../job/job';
import type { MediaInfo } from '../media/mediaInfo';
import type { Cost } from './cost';
import type { Encoders } from '../ffmpeg/encoders';
import type { ExpectedOutput } from '../media/expectedOutput';
import type { MasterPlaylist } from '../hls/masterPlaylist';

/** What a plan is made from, beside the options. */
export interface PlanContext {
  source: MediaInfo;
  /** Arguments that stand before `-i` and the address itself; a local path, later the range reader. */
  input: readonly string[];
  /** Existing folder that the results are written to. */
  folder: string;
  /** Existing folder for what only later steps need. */
  scratch: string;
  /** Name of the result without extension. */
  name: string;
  /** Which encoders the found ffmpeg has. */
  encoders: Encoders;
  /** Processor cores that the job may use; absent: one. */
  cores?: number;
}

export type Step =
  /** Arguments after the binary's name. `seconds` is how much of the timeline it writes: the scale of its progress. `once` and `pieces` are quicker ways to the same, which can fail. */
  | { tool: 'ffmpeg'; argv: string[]; seconds: number | null; once?: string[]; pieces?: Pieces }
  | { tool: 'sharp'; operation: ImageOperation };

/** One part of a picture, encoded by itself: `frames` frames, `from` seconds after the result begins; null: those that are left. */
export interface Piece {
  argv: string[];
  file: string;
  from: number;
  seconds: number;
  frames: number | null;
}

/** A quicker way to what a step makes: its picture in pieces, a few at a time, which a list of them then joins without encoding them anew. */
export interface Pieces {
  each: Piece[];
  atOnce: number;
  /** The sound, made by itself meanwhile; null: there is none. */
  sound: { argv: string[]; file: string } | null;
  /** Path of the ffconcat list that `join` reads, beside the pieces. */
  list: string;
  join: string[];
}

/** Everything a job will do, as data. */
export interface Plan {
  steps: Step[];
  /** The first one is the job's `output`. */
  outputs: ExpectedOutput[];
  master?: MasterPlaylist;
  warnings: JobWarning[];
  cost: Cost;
}
