import type { NewJob } from '../job/job';
import type { JobRequest } from '../kinds/jobRequest';
import type { Source } from '../storage/source';

/** What a job reads: one input, or the clips of a sequence in their order. */
export type Sources = Source | readonly [Source, ...Source[]];

/** All that is read, the first one first. */
export const listOf = (sources: Sources): readonly [Source, ...Source[]] => ('open' in sources ? [sources] : sources);

/** What a job shows of its inputs: each as it was asked for, secrets masked. */
export const shownInputs = (
  { inputs }: Pick<JobRequest, 'inputs'>,
  sources: readonly [Source, ...Source[]],
): Pick<NewJob, 'input' | 'inputs'> =>
  inputs === undefined
    ? { input: sources[0].shown }
    : { input: null, inputs: inputs.map((clip, index) => ({ ...clip, url: sources[index]?.shown ?? '' })) };
