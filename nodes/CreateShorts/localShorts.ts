import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';
import { mediaError } from '../../src/pipeline/errors';
import type { Job, JobWarning } from '../../src/pipeline/job';
import { parseRequest } from '../../src/pipeline/request';
import type { JobRequest } from '../../src/pipeline/request';
import type { Short } from '../../src/pipeline/shorts/short';
import { binaryDestination } from '../shared/binaryDestination';
import type { MadeShort } from '../shared/fetchShorts';
import { inputSource } from '../shared/inputSource';
import { jobOptions } from '../shared/jobOptions';
import { runLocalJob } from '../shared/localJob';
import { metadataValues } from '../shared/metadataValues';
import { optionsIn } from '../shared/optionGroups';
import { optionValues } from '../shared/optionValues';
import { predefinedOf } from './predefinedShorts';
import { proposedShorts } from './proposedShorts';
import type { ShortsBackend, ShortsOutcome } from './shortsBackend';

type ShortsRequest = Extract<JobRequest, { kind: 'shorts' }>;

/** Shorts that are made on this machine, one item's at a time: they are rendered on all cores. */
export const localShorts: ShortsBackend = { atOnce: 1, atStop: 'all work on shorts has been stopped', run };

async function run(context: IExecuteFunctions, index: number, signal: AbortSignal): Promise<ShortsOutcome> {
  const { timeLimit } = jobOptions(context, index);
  const asked = requestOf(context, index);
  if (context.getNodeParameter('inputSource', index) === 'youtube') throw mediaError('request_invalid', { problems: '"Input" is YouTube, from where only Swiftia fetches videos; give a file or a URL.' });
  const source = await inputSource(context, index);
  const { proposals, warnings } = await proposedShorts(context, index, asked.options, signal);
  const request = proposals.length === 0 ? asked : { ...asked, options: { ...asked.options, proposed_shorts: proposals } };
  const destination = binaryDestination(context.helpers, null);
  const { job, error, notes } = await runLocalJob({ request, source, destination, signal, timeLimit });
  const fileOf = (path: string | null | undefined): IBinaryData | null => destination.stored.find((file) => file.path === path)?.binary ?? null;
  const madeOf = (short: Short): MadeShort => {
    const [poster, captions] = [fileOf(short.poster), fileOf(short.captions)];
    return { short, binary: fileOf(short.output), beside: { ...(poster && { poster }), ...(captions && { captions }) } };
  };
  return { job: withWarnings(withoutTranscript(job), warnings), shorts: error === null ? (job.shorts ?? []).map(madeOf) : [], error, notes: [...warnings.map(({ message }) => message), ...notes] };
}

const withWarnings = (job: Job, warnings: readonly JobWarning[]): Job => (warnings.length === 0 ? job : { ...job, warnings: [...warnings, ...(job.warnings ?? [])] });

/** It may be long, and each short's item holds the job. */
function withoutTranscript(job: Job): Job {
  const { transcript, ...options } = job.options;
  return typeof transcript === 'string' ? { ...job, options: { ...options, transcript: `(${transcript.length.toLocaleString('en-US')} characters)` } } : job;
}

/** @throws request_invalid */
function requestOf(context: IExecuteFunctions, index: number): ShortsRequest {
  const form = optionsIn('shorts', (collection) => context.getNodeParameter(collection, index, {}));
  const given = predefinedOf(context, index);
  const options = { ...optionValues('shorts', form), ...(given !== null && { predefined_shorts: given }) };
  return parseRequest({ kind: 'shorts', options, metadata: metadataValues(context, index) }) as ShortsRequest;
}
