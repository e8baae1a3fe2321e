import type { NewJob } from '../job/job';
import type { JobRequest } from '../kinds/jobRequest';
import { withAddresses } from '../media/reference';
import type { Source } from '../storage/source';

/** What a job reads: one input, or the clips of a sequence in their order; then what its references name. */
export type Sources = Source | readonly [Source, ...Source[]];

/** All that is read, the first one first. */
export const listOf = (sources: Sources): readonly [Source, ...Source[]] => ('open' in sources ? [sources] : sources);

/** How many of them are inputs. */
export const inputCount = ({ inputs }: Pick<JobRequest, 'inputs'>): number => inputs?.length ?? 1;

/** What a job shows of all that it reads: each as it was asked for, secrets masked. */
export function shownRequest(
  { inputs, options, references = [] }: Pick<JobRequest, 'inputs' | 'options' | 'references'>,
  sources: readonly [Source, ...Source[]],
): Pick<NewJob, 'input' | 'inputs' | 'options'> {
  const clips = inputs?.map((clip, index) => ({ ...clip, url: sources[index]?.shown ?? '' }));
  const beside = sources.slice(inputCount({ inputs })).map(({ shown }) => shown);
  const shown = withAddresses({ options: { ...options }, inputs: clips }, references, beside);
  return clips === undefined ? { input: sources[0].shown, options: shown.options } : { input: null, ...shown };
}
