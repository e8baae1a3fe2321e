import type { InputName } from '../errors/ofInput';
import type { Binaries } from '../ffmpeg/find';
import { limitsOf } from '../job/limits';
import type { Limits } from '../job/limits';
import { JobBudget } from '../plan/jobBudget';
import type { Source } from '../storage/source';
import { withWorkFolder } from '../storage/workFolder';
import { Inputs } from './inputs';
import type { OpenInput } from './jobInput';

export interface InputsUse {
  signal: AbortSignal;
  /** Folder for what has to be fetched, and other passing files. */
  workRoot: string;
  limits?: Limits | undefined;
  /** Milliseconds after which somebody else ends it; null or absent: nobody does. */
  timeLimit?: number | null | undefined;
}

/** What is done with inputs, and where. */
export interface InputsWork {
  inputs: Inputs;
  budget: JobBudget;
  /** For what is fetched and tried out. */
  folder: string;
  signal: AbortSignal;
}

/** What is read. */
export interface Read {
  sources: readonly Source[];
  /** As messages say them. */
  names: readonly InputName[];
  /** How many of them are texts: the last ones. */
  texts: number;
}

/** Has something done with sources that costs no more than it may, and leaves nothing behind. @throws what the work throws, and what is wrong with a source that fails meanwhile */
export function withInputs<T>(
  { sources, names, texts }: Read,
  { signal: stop, workRoot, limits = limitsOf(process.env), timeLimit }: InputsUse,
  work: (use: InputsWork) => Promise<T>,
): Promise<T> {
  const budget = new JobBudget({ limits, timeLimit, workRoot });
  return budget.within(stop, (within) =>
    withWorkFolder(workRoot, async (folder) => {
      const inputs = new Inputs(sources, names, folder, texts);
      try {
        return await inputs.within(within, (signal) => work({ inputs, budget, folder, signal }));
      } finally {
        await inputs.close();
      }
    }),
  );
}

/** The same for one source, opened. */
export const openedInput = <T>(
  source: Source,
  { binaries, ...use }: InputsUse & { binaries: Binaries },
  work: (opened: OpenInput & Omit<InputsWork, 'inputs'>) => Promise<T>,
): Promise<T> =>
  withInputs({ sources: [source], names: [null], texts: 0 }, use, async ({ inputs, ...rest }) => {
    const opened = await inputs.open(0, { binaries, signal: rest.signal, progress: () => undefined });
    return work({ ...rest, ...opened });
  });
