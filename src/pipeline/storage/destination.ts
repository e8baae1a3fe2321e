import type { ExpectedOutput } from '../media/expectedOutput';

/** A file that a job made, still in its work folder. The first of a set is the job's main output. */
export interface ProducedFile extends ExpectedOutput {
  /** Absolute. */
  path: string;
  bytes: number;
}

/** Files that are on their way while they are being made. */
export interface Begun {
  /** Sends what there is of a plan's outputs by now. Called again and again; never throws. */
  look(outputs: readonly ExpectedOutput[]): void;
  /** Takes back what was not published. Never rejects. */
  close(): Promise<void>;
}

/** Where a job's files go: complete or absent, never half. */
export interface Destination {
  /** Name of the result without extension, when the destination sets one. */
  readonly name: string | null;
  /**
   * An existing folder in which the job may make its work folder, on the destination's own disk where there is one, so that publishing is a rename.
   * Refuses early what cannot be written: called before any work starts, with the file names that are to come.
   * @throws output_exists, output_unwritable
   */
  prepare(files: readonly string[]): Promise<string>;
  /** For places that files can be sent to before they are finished, without being seen there. Publishing takes up what was sent; closed afterwards in any case. */
  begin?(folder: string, signal: AbortSignal): Begun;
  /** Puts the whole set in its place and answers the address of the first file. @throws output_exists, output_unwritable, disk_full */
  publish(files: readonly ProducedFile[], signal: AbortSignal): Promise<string>;
}
