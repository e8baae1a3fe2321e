import type { IExecuteFunctions } from 'n8n-workflow';
import { withoutTranscript } from '../../src/backends/local/withoutTranscript';
import type { Job, JobWarning } from '../../src/pipeline/job/job';
import { parseRequest } from '../../src/pipeline/request/request';
import { createInBackground } from '../background/backgroundJob';
import { binaryDestination } from '../output/binaryDestination';
import { inputSource, laterInput } from '../input/read';
import { jobOptions, waitsFor } from '../background/read';
import { refuseFilesOfTool } from '../items/asTool';
import { runLocalJob } from '../items/localJob';
import { INPUT } from '../names';
import { metadataValues } from '../options/metadata';
import { optionsIn } from '../options/groups';
import { optionValues } from '../options/read';
import { storedOutput, storesOutput } from '../output/storedOutput';
import { storedResult } from '../output/storedResult';
import { storedShorts } from '../output/storedShorts';
import { predefinedOf } from './predefinedShorts';
import { proposedShorts } from './proposedShorts';
import type { ShortsMaker, ShortsOutcome } from './shortsMaker';
import { mediaError } from '../../src/pipeline/errors/mediaError';
import type { JobRequest } from '../../src/pipeline/kinds/jobRequest';

type ShortsRequest = Extract<JobRequest, { kind: 'shorts' }>;

/** Shorts that are made on this machine, one item's at a time: they are rendered on all cores. */
export const localShorts: ShortsMaker = {
  atOnce: 1,
  atStop: (context) =>
    waitsFor(context) ? 'all work on shorts has been stopped' : 'jobs that were created go on in the background',
  run,
};

async function run(context: IExecuteFunctions, index: number, signal: AbortSignal): Promise<ShortsOutcome> {
  const options = jobOptions(context, index);
  const asked = requestOf(context, index);
  if (context.getNodeParameter(INPUT.source, index) === 'youtube')
    throw mediaError('request_invalid', {
      problems: '"Input" is YouTube, from where only Swiftia fetches videos; give a file or a URL.',
    });
  refuseFilesOfTool(context, index, storesOutput(context, index) ? null : {});
  const storage = await storedOutput(context, index, { set: true });
  const warnings: JobWarning[] = [];
  const withProposals = async (): Promise<ShortsRequest> => {
    const { proposals, warnings: said } = await proposedShorts(context, index, asked.options, signal);
    warnings.push(...said);
    return proposals.length === 0 ? asked : withOptions(asked, { proposed_shorts: proposals });
  };
  if (!waitsFor(context)) {
    const input = await laterInput(context, index);
    // What a model says is another thing each time: a request that is made again has what it had.
    const complete = (first: Job | null) =>
      first === null ? withProposals() : Promise.resolve(withOptions(asked, proposedIn(first)));
    const job = await createInBackground(context, index, {
      request: asked,
      complete,
      input,
      output: storage,
      options,
      signal,
    });
    return { job: told(job, warnings), shorts: [], error: null, notes: warnings.map(({ message }) => message) };
  }
  const source = await inputSource(context, index);
  const binary = binaryDestination(context.helpers, { name: null, zip: null });
  const destination = storage === null ? binary : storedResult(storage);
  const { job, error, notes } = await runLocalJob({
    request: await withProposals(),
    source,
    destination,
    signal,
    timeLimit: options.timeLimit,
  });
  return {
    job: told(job, warnings),
    shorts: error === null ? storedShorts(job, binary.stored) : [],
    error,
    notes: [...warnings.map(({ message }) => message), ...notes],
  };
}

const withOptions = (request: ShortsRequest, more: object): ShortsRequest => ({
  ...request,
  options: { ...request.options, ...more },
});
const proposedIn = ({ options: { proposed_shorts: proposed } }: Job): object =>
  proposed === undefined ? {} : { proposed_shorts: proposed };

/** As it stands in items. */
function told(job: Job, warnings: readonly JobWarning[]): Job {
  const brief = withoutTranscript(job);
  return warnings.length === 0 ? brief : { ...brief, warnings: [...warnings, ...(job.warnings ?? [])] };
}

/** @throws request_invalid */
function requestOf(context: IExecuteFunctions, index: number): ShortsRequest {
  const form = optionsIn('shorts', (collection) => context.getNodeParameter(collection, index, {}));
  const given = predefinedOf(context, index);
  const options = { ...optionValues('shorts', form), ...(given !== null && { predefined_shorts: given }) };
  return parseRequest({ kind: 'shorts', options, metadata: metadataValues(context, index) }) as ShortsRequest;
}
