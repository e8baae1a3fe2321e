import type { JobErrorBody, JobStatus } from './status';

/** One clip of a job of kind `shorts`; times in seconds of the source. */
export interface Short {
  title: string | null;
  start: number;
  end: number;
  /** Of the clip, which is what `start` and `end` leave; null until it is known. */
  duration: number | null;
  /** 0–100, the higher the better; null where nothing was measured. */
  score: number | null;
  /** Why this part was chosen, in words. */
  reason: string | null;
  /** What is said in it, where that is known. */
  text: string | null;
  /** Where the clip lies; null until it is there. */
  output: string | null;
  status: JobStatus;
  error: JobErrorBody | null;
  /** Further files beside the clip: a still picture of it, its captions. Absent where there are none. */
  poster?: string;
  captions?: string;
}
