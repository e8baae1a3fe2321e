import type { Source } from '../../pipeline/storage/source';
import type { Claim, StoredInput, StoredJob, StoredRequest } from '../store/storedJob';

/** A file of a job's result. */
export interface ResultFile {
  /** Absolute. */
  path: string;
  /** Name relative to the result's folder. */
  file: string;
  mime: string;
  bytes: number;
}

/** Where the inputs that jobs own lie, and the results that the engine keeps. What is removed may be gone already. */
export interface JobFiles {
  /**
   * Makes a file the job's own, since whoever has it now may remove it before the job begins.
   * @param index of several inputs, counted from 0
   * @throws what the source throws, disk_full
   */
  keepInput(job: string, source: Source, signal: AbortSignal, index?: number): Promise<StoredInput>;
  /** False for an input of the job's own that is gone. */
  hasInput(input: StoredInput): Promise<boolean>;
  /** Refuses a job that cannot even have a result as large as its source. @throws disk_full */
  refuseTooSmall(request: StoredRequest): Promise<void>;
  /** What an attempt has fetched is needed no more; its result is closed to others, or removed where it did not succeed. */
  endAttempt(attempt: Claim, succeeded: boolean): Promise<void>;
  /** Removes the result of an attempt that had no say in its job any more. */
  dropResult(attempt: Claim): Promise<void>;
  /** Removes the input of a job that has succeeded. */
  dropInput(job: string): Promise<void>;
  /**
   * Removes what the attempts of a job up to its newest have left: passing files, results that nobody will name, parts of uploads.
   * @param keep the one that goes on; null: none does
   */
  sweep(job: StoredJob, keep: number | null): Promise<void>;
  /** Removes a job's input and result. */
  remove(job: string): Promise<void>;
  /**
   * Removes what processes that were killed have left and nobody else looks for.
   * @param standing of a job; null: there is none of this id @param madeBefore Unix ms: what is fresh may be of a job that is just being made
   */
  removeOrphans(standing: (id: string) => Promise<Standing | null>, madeBefore: number): Promise<void>;
  /** The files of a job's result that the engine keeps, its main one first; null when it lies where its user has said. @throws output_gone */
  results(job: StoredJob): Promise<ResultFile[] | null>;
}

/** How a job stands: its status and the number of its newest attempt. */
export type Standing = Pick<StoredJob, 'status' | 'token'>;
