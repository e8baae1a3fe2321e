import { isFormat } from '../media/formats';
import type { Format } from '../media/formats';
import type { ExpectedOutput } from '../media/expectedOutput';

/** A file that a job made, still in its work folder. The first of a set is the job's main output. */
export interface ProducedFile extends ExpectedOutput {
  /** Absolute. */
  path: string;
  bytes: number;
}

/** A file that is going to be made. */
export type ComingFile = Pick<ExpectedOutput, 'file' | 'format'>;

/** A file that is being made: as it is now, or once `settle` has been called, it can be sent, and nothing of it changes but what is said. */
export interface GrowingFile extends Pick<ExpectedOutput, 'file' | 'mime'> {
  /** Absolute. */
  path: string;
  /** Whether nothing is added to it any more. What grows may also have its beginning written anew at the end. */
  whole: boolean;
  /** Has what is wrong with it set right; absent: nothing is. */
  settle?: () => Promise<void>;
}

/** Where a job's files go: complete or absent, never half. */
export interface Destination {
  /** Name of the result without extension, when the destination sets one. */
  readonly name: string | null;
  /** Refuses what cannot be written whatever it is, before any work starts. @throws output_exists, output_unwritable */
  check(): Promise<void>;
  /**
   * Gets ready for files, the main one first, once they are known by name. What it answers is closed in any case.
   * @throws output_exists, output_unwritable
   */
  open(files: readonly ComingFile[]): Promise<OpenDestination>;
}

/** A destination that waits for the files of one job. */
export interface OpenDestination {
  /** An existing folder in which the job may make its work folder, on the destination's own disk where there is one, so that publishing is a rename. */
  readonly root: string;
  /** For places that files can be sent to before they are finished, without being seen there: sends what there is by now. Called again and again; never throws. */
  look?(growing: () => Promise<readonly GrowingFile[]>, signal: AbortSignal): void;
  /** Puts the whole set in its place, with what was sent of it, and answers the address of the first file. @throws output_exists, output_unwritable, disk_full */
  publish(files: readonly ProducedFile[], signal: AbortSignal): Promise<string>;
  /** Takes back what was sent and not published. Never rejects. */
  close(): Promise<void>;
}

/** For destinations that hold nothing open. */
export const nothingToClose = (): Promise<void> => Promise.resolve();

/** A destination whose place hangs on the format of the result, which only the input tells. */
export const placedByFormat = (name: string | null, destinationOf: (format: Format) => Destination): Destination => ({
  name,
  check: () => Promise.resolve(),
  async open(files) {
    const [main] = files;
    if (main === undefined || !isFormat(main.format)) throw new Error('A result has no main file');
    return destinationOf(main.format).open(files);
  },
});

/** A destination that has something asked before each step that it takes. */
export const asking = (
  destination: Destination,
  { toOpen, toPublish }: { toOpen?: () => Promise<void>; toPublish?: () => Promise<void> },
): Destination => ({
  ...destination,
  async check() {
    await toOpen?.();
    await destination.check();
  },
  async open(files) {
    await toOpen?.();
    const opened = await destination.open(files);
    return {
      ...opened,
      async publish(made, signal) {
        await toPublish?.();
        return opened.publish(made, signal);
      },
    };
  },
});
