import type { Binaries, Binary } from '../ffmpeg/find';
import type { FileObject, JobWarning } from '../job/job';
import type { ProducedFile } from '../storage/destination';
import type { MediaInfo } from '../media/mediaInfo';
import type { Plan, Step } from '../plan/types';

export interface Encoded {
  /** The job's main output first. */
  files: ProducedFile[];
  /** What came out, as the job object shows it. */
  output: FileObject;
  warnings: JobWarning[];
}

/** What runs steps and plans. A kind that looks at its source first is handed it: no kind knows how steps are run. Progress is 0–100. */
export interface StepRunner {
  runSteps(
    steps: readonly Step[],
    ffmpeg: Binary,
    signal: AbortSignal,
    onProgress: (percent: number) => void,
  ): Promise<unknown>;
  encode(
    plan: Plan,
    folder: string,
    source: MediaInfo,
    binaries: Binaries,
    signal: AbortSignal,
    onProgress: (percent: number) => void,
  ): Promise<Encoded>;
}
