import type { CaptionStyle } from '../captions/captionStyle';
import type { ImageOperation } from '../images/operation';
import type { FileObject, JobWarning } from '../job/job';
import type { Clip } from '../media/clip';
import type { Reference } from '../media/reference';
import type { MediaInfo } from '../media/mediaInfo';
import type { Cost } from './cost';
import type { Encoders } from '../ffmpeg/encoders';
import type { ExpectedOutput } from '../media/expectedOutput';
import type { Finish } from './finish';
import type { Fitting } from './fitting';
import type { Level, Levelling } from './level';
import type { MixedSound } from './soundtrack/mixedSound';
import type { Reading } from './reading';
import type { ResultTime } from '../media/time';
import type { FittedRate } from './fittedRate';

/** What a plan is made from, beside the options. */
export interface PlanContext {
  source: MediaInfo;
  /** Arguments that stand before `-i` and the address itself; a local path, later the range reader. */
  input: readonly string[];
  /** Name of the result without extension. */
  name: string;
  /** Which encoders the found ffmpeg has. */
  encoders: Encoders;
  /** Processor cores that the job may use; absent: one. */
  cores?: number;
  /** Nothing is copied, not even what fits. */
  anew?: boolean;
  /** The level that brings the sound to the loudness which is asked for; absent: it is not known yet. */
  level?: Level;
  /** The sound of the result, where it is not that of the source alone. */
  mixed?: MixedSound;
  /** Bits a second that its bytes leave to picture and sound; absent: as the options say. */
  fittedRate?: FittedRate;
  /** Whether a bitrate is what its bytes leave to a sound. */
  isFitted?: boolean;
}

/** Media that is read beside the inputs, probed and imported. */
export interface HeardReference extends Pick<Reference, 'start' | 'end'> {
  /** Which of all things that the job reads it is, counted from 0. */
  read: number;
  source: MediaInfo;
  /** Arguments up to and with `-i`. */
  input: readonly string[];
}

/** One of the inputs of a sequence, as it was asked for, probed and imported. */
export interface SequenceClip {
  asked: Clip;
  source: MediaInfo;
  /** Arguments up to and with `-i`. */
  input: readonly string[];
  /** What is heard in place of its own sound; absent: that. */
  voice?: HeardReference | undefined;
}

/** What the plans of a sequence are made from, beside the options. */
export interface SequenceContext extends Pick<PlanContext, 'name' | 'encoders' | 'cores'> {
  clips: readonly SequenceClip[];
  /** Whether it is the one input of a job, and no list of them. */
  isOne: boolean;
  /** What is read beside the clips, by the name of its option. */
  references: Readonly<Partial<Record<string, HeardReference>>>;
}

export type Step =
  /** Arguments after the binary's name. `seconds` is how much it writes: the scale of its progress. `once` and `pieces` are quicker ways to the same, which can fail. */
  | { tool: 'ffmpeg'; argv: string[]; seconds: ResultTime | null; once?: string[]; pieces?: Pieces }
  | { tool: 'sharp'; operation: ImageOperation }
  /** A text, for a later step to read: a list of files, captions. */
  | { tool: 'text'; file: string; text: string }
  /** Puts the font that comes along into a folder. */
  | { tool: 'font'; folder: string };

/** One part of a picture, encoded by itself: `frames` frames, `from` seconds after the result begins; null: those that are left. */
export interface Piece {
  argv: string[];
  file: string;
  from: ResultTime;
  seconds: ResultTime;
  frames: number | null;
}

/** A quicker way to what a step makes: its picture in pieces, a few at a time, which a list of them then joins without encoding them anew. */
export interface Pieces {
  each: Piece[];
  atOnce: number;
  /** The sound, made by itself meanwhile; null: there is none. */
  sound: { argv: string[]; file: string } | null;
  /** The ffconcat list that `join` reads, beside the pieces. */
  list: string;
  join: string[];
}

/** Everything a job will do, as data. It is carried out in a folder that it does not know: the names of files in it are relative. */
export interface Plan {
  steps: Step[];
  /** The first one is the job's `output`. */
  outputs: ExpectedOutput[];
  /** Which of the job's inputs it reads, counted from 0; null: none, but what other plans have left. Absent: the first. */
  input?: number | null;
  /** What of that input is read; of one picture that is taken as it is, all. */
  reads: Reading[];
  /** Files that one step leaves to the next, and nobody needs after the last. */
  passing: string[];
  /** What can only be written when the outputs are there: more outputs, which lead to them. */
  finish: Finish[];
  warnings: JobWarning[];
  cost: Cost;
  /** Where this one copies: plans to encode everything, which is done when what it makes is not as planned. @throws encoder_missing */
  instead?: () => Plan;
  /** What it is once the plan before it has made its file, whose exact length is then known. */
  after?: (made: Pick<FileObject, 'duration'>) => Plan;
  /** How its result gets smaller, where its bytes are bounded. */
  fitting?: Fitting<Plan>;
  /** Text that is drawn into the picture: whether that can be is tried first. */
  draws?: { text: string; style: CaptionStyle };
  /** What has to be heard first, where the sound is to have a loudness. */
  levelling?: Levelling<Plan>;
}
