import type { NewJob } from '../job/job';
import type { JobRequest } from '../kinds/jobRequest';
import { namesOf, withAddresses } from '../media/reference';
import { isText, withTexts } from '../media/textReference';
import type { Source } from '../storage/source';
import type { Inputs } from './inputs';
import type { Read } from './openedInput';

/** What a job reads: one input, or the clips of a sequence in their order; then what its references name. */
export type Sources = Source | readonly [Source, ...Source[]];

/** All that is read, the first one first. */
export const listOf = (sources: Sources): readonly [Source, ...Source[]] => ('open' in sources ? [sources] : sources);

/** All that a job reads, as it is opened. */
export const readOf = (request: JobRequest, sources: readonly Source[]): Read => ({
  sources,
  names: namesOf(inputCount(request), request.references ?? []),
  texts: (request.references ?? []).filter(isText).length,
});

/** A job with the texts that it names in place of their addresses. */
export async function withTextsRead<R extends JobRequest>(request: R, inputs: Inputs, signal: AbortSignal): Promise<R> {
  const { options, references = [] } = request;
  const texts = await inputs.readTexts(signal);
  if (texts.length === 0) return request;
  return {
    ...request,
    options: withTexts(options, references, texts),
    references: references.filter((reference) => !isText(reference)),
  };
}

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
