import type { InputName } from '../errors/ofInput';
import type { Binaries } from '../ffmpeg/find';
import type { FileObject, JobWarning } from '../job/job';
import type { Short } from '../job/short';
import type { ComingFile, GrowingFile, ProducedFile } from '../storage/destination';
import type { ExpectedOutput } from '../media/expectedOutput';
import type { MediaInfo } from '../media/mediaInfo';
import type { Cost } from '../plan/cost';
import type { Imported } from '../plan/imported';
import type { Plan, SequenceClip, SequenceContext } from '../plan/types';

/** What came out of a plan, or of all plans of a job. */
export interface Made {
  /** The job's main output first. */
  files: ProducedFile[];
  /** What came out, as the job object shows it. */
  output: FileObject;
  /** All that is known of it, where it is one file. */
  info?: MediaInfo;
  warnings: JobWarning[];
  /** What was foreseen of a plan that was given up: it is not so. */
  untrue?: readonly JobWarning[];
}

/** Progress of 0–100. */
export type OnProgress = (percent: number) => void;

/** Where a job is made, and who is told of it. */
export interface Workplace {
  /** The job's own folder, absolute: its results and passing files lie there. */
  folder: string;
  onProgress: OnProgress;
  /** Told of files that are finished while others are still being made. */
  onFiles: (files: readonly GrowingFile[]) => void;
  /** Runs a plan in the folder, and holds what came out against it. No kind knows how that is done. */
  encode: (plan: Plan, onProgress: OnProgress) => Promise<Made>;
}

/** What a maker is told of a job. */
export interface JobContext<O> {
  options: O;
  /** As it was probed, and as plans take it. */
  media: MediaInfo;
  imported: Imported;
  /** Of the result, without extension. */
  name: string;
  /** Of the source, as users are shown it. */
  shown: string;
  binaries: Binaries;
  signal: AbortSignal;
  /** Existing folder for what is tried out. */
  scratch: string;
  /** Shows the clips of the job, and where the picture of its analysis lies. */
  show: { shorts(shorts: readonly Short[]): void; contactSheet(address: string): void };
}

/** Everything that would be run, and what it makes. */
export interface Foreseen {
  plans: Plan[];
  /** The main one first. */
  outputs: ExpectedOutput[];
  warnings: JobWarning[];
}

/** What is going to be made, with all that it takes known. */
export interface Production {
  cost: Cost;
  warnings: JobWarning[];
  /** The same as data: the dry run. */
  foresee: () => Promise<Foreseen>;
  make: (workplace: Workplace) => Promise<Made>;
  /** Told where the result lies. */
  published: (address: string) => void;
}

/** What there is to do for a job, as far as that can be said before its source is read. */
export interface Work {
  /** What is going to be made, as far as it is known; the main one first. */
  files: ComingFile[];
  /** Of what comes next: looking at the source, or making. */
  cost: Cost;
  /** Looks at the source, where only that tells what is going to be made. */
  analyse: (onProgress: OnProgress) => Promise<Production>;
}

/** What is told of a job that plays several inputs one after the other. */
export interface SequenceJob<O> extends Omit<JobContext<O>, 'media' | 'imported'> {
  clips: readonly SequenceClip[];
  isOne: boolean;
  references: SequenceContext['references'];
  /** Of all that the job reads, as messages say them. */
  names: readonly InputName[];
}

/** How the jobs of a kind are made. It refuses what it can before anything is read. */
export type Maker<O> = (job: JobContext<O>) => Promise<Work>;
export type SequenceMaker<O> = (job: SequenceJob<O>) => Promise<Work>;
