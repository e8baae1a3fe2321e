import type { IExecuteFunctions } from 'n8n-workflow';
import type { ClipInput, ReferenceInput, SequenceInput } from '../../src/jobs/order';
import type { JobView } from '../../src/jobs/jobView';
import { storedAt } from '../../src/jobs/storedOutput';
import type { Job } from '../../src/pipeline/job/job';
import { withAddresses } from '../../src/pipeline/media/reference';
import { shownPlace } from '../../src/pipeline/storage/place';
import { shownAddress } from '../../src/pipeline/base/redact';
import { refuseWithoutMain } from './refuseWithoutMain';
import { sharedEngine } from './sharedEngine';
import { ownKey } from './idempotencyKey';
import type { JobOptions } from './read';
import type { StoredOutput } from '../output/storedOutput';
import type { JobRequest } from '../../src/pipeline/kinds/jobRequest';

export interface BackgroundJob {
  request: JobRequest;
  /** What the request grows to before it is stored, where that is another thing each time. `first`: the job that there is under its key already, whose request it has to repeat. */
  complete?: (first: Job | null) => Promise<JobRequest>;
  input: ClipInput['input'] | SequenceInput;
  /** What is read beside it; absent: nothing. */
  references?: readonly ReferenceInput[];
  /** Where the result goes; null: it is kept until it is collected. */
  output: StoredOutput | null;
  options: JobOptions;
  signal: AbortSignal;
}

/**
 * Stores an item's job, to be run in the background, and answers it queued.
 * @throws background_refused, store_unusable, disk_full, idempotency_conflict, and what the input's source throws
 */
export async function createInBackground(
  context: IExecuteFunctions,
  index: number,
  {
    request,
    complete = () => Promise.resolve(request),
    input,
    references = [],
    output,
    options,
    signal,
  }: BackgroundJob,
): Promise<JobView> {
  const engine = await sharedEngine();
  await refuseWithoutMain(engine);
  const { timeLimit, priority, webhookUrl, idempotencyKey } = options;
  const place = output && storedAt(output.address, output);
  const key =
    idempotencyKey ??
    ownKey(context, index, {
      ...request,
      ...shownRequest(request, input, references),
      webhookUrl: webhookUrl && shownAddress(webhookUrl),
      ...(place && { output: place }),
    });
  return engine.jobs.create(
    {
      request: await complete(await engine.jobs.findByKey(key)),
      input,
      references,
      output: place,
      outputKeys: output?.keys,
      priority,
      idempotencyKey: key,
      timeLimit: timeLimit ?? undefined,
      webhookUrl: webhookUrl ?? undefined,
    },
    signal,
  );
}

/** What is read, as a job shows it. */
function shownRequest(
  { options }: JobRequest,
  input: BackgroundJob['input'],
  references: readonly ReferenceInput[],
): object {
  const clips = 'clips' in input ? input.clips.map((clip) => ({ ...clip.asked, url: shownOf(clip.input) })) : undefined;
  const asked = references.map((one) => one.asked);
  const shown = withAddresses(
    { options: { ...options }, inputs: clips },
    asked,
    references.map((one) => shownOf(one.input)),
  );
  return { ...shown, references: undefined, ...('clips' in input ? {} : { input: shownOf(input) }) };
}

const shownOf = (input: ClipInput['input']): string => ('place' in input ? shownPlace(input.place) : input.shown);
