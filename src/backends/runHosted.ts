import { addressOf } from '../pipeline/storage/place';
import type { RemotePlace } from '../pipeline/storage/place';
import { showS3 } from '../pipeline/storage/s3/s3Address';
import type { S3Address } from '../pipeline/storage/s3/s3Address';
import type { Source } from '../pipeline/storage/source';
import type { BackendJob, BackendOrder } from './backendJob';
import { refuseUntaken } from './refuseUntaken';
import { stageInput } from './staging';
import type { StagedInput, StagingPlace } from './staging';
import { waitForHostedJob } from './waitForHostedJob';
import type { HostedWait } from './waitForHostedJob';
import { mediaError, toMediaError } from '../pipeline/errors/mediaError';
import type { MediaJobError } from '../pipeline/errors/mediaError';

/** An address that the API fetches, or a file that has to be put where it can. */
export type HostedInput =
  | { place: RemotePlace }
  | { source: Source; staging: StagingPlace | null; /** How to choose a bucket here. */ way: string };

export interface HostedRun extends HostedWait {
  order: Omit<BackendOrder, 'input'>;
  input: HostedInput;
  workRoot: string;
  /** Takes the result of a job that succeeded. */
  collect: (job: BackendJob) => Promise<void>;
}

export interface EndedHostedJob {
  /** As users are shown it; null when there is none. */
  job: BackendJob | null;
  /** Why it did not succeed; null when it did. */
  error: MediaJobError | null;
  /** What users should know besides. */
  notes: string[];
}

/** Runs a job elsewhere, from creating it to its end. Never rejects: what goes wrong is `error`. A file that was passed through a bucket is taken away again. */
export async function runHosted(run: HostedRun): Promise<EndedHostedJob> {
  const { backend, signal, onChange } = run;
  let made: CreatedHosted | null = null;
  let last: BackendJob | null = null;
  const notes: string[] = [];
  const changed = (job: BackendJob) => onChange?.((last = backend.shown(job, made?.sent ?? null)));
  try {
    made = await createHosted(run);
    last = backend.shown(await waitForHostedJob(made.job, { ...run, onChange: changed }), made.sent);
    const error = backend.errorOf(last);
    if (error === null) await run.collect(last);
    await cleared(made.staged, notes);
    return { job: last, error, notes };
  } catch (thrown) {
    const error = signal.aborted ? mediaError('cancelled', {}, thrown) : toMediaError(thrown);
    // The job may go on behind a network that is down: run again, the same job is found, and it may still need its input.
    if (made !== null && !error.retryable) await cleared(made.staged, notes);
    return { job: last, error, notes };
  }
}

export interface CreatedHosted {
  job: BackendJob;
  /** The input as it was sent. */
  sent: string;
  staged: StagedInput | null;
}

/** Creates a job, its input put into the bucket first where it is a file. @throws request_invalid, staging_required, staging_failed, and what creating throws */
export async function createHosted({
  backend,
  order,
  input,
  signal,
  workRoot,
}: Pick<HostedRun, 'backend' | 'order' | 'input' | 'signal' | 'workRoot'>): Promise<CreatedHosted> {
  const { label } = backend.backend;
  await refuseUntaken(backend, order.request, signal);
  if ('place' in input) {
    const sent = addressOf(input.place);
    return { job: await backend.create({ ...order, input: sent }, signal), sent, staged: null };
  }
  const { source, staging, way } = input;
  if (staging === null) throw mediaError('staging_required', { input: source.shown, backend: label, way });
  const staged = await stageInput(source, staging, { signal, workRoot, key: order.idempotencyKey });
  try {
    return { job: await backend.create({ ...order, input: staged.url }, signal), sent: staged.url, staged };
  } catch (error) {
    // What may have arrived all the same is found again by the next attempt.
    if (!toMediaError(error).retryable) await staged.remove();
    throw error;
  }
}

/** @param object the staged input */
export const notDeleted = (object: S3Address): string =>
  `The input that was passed through ${showS3(object)} could not be deleted there.`;

async function cleared(staged: StagedInput | null, notes: string[]): Promise<void> {
  if (staged !== null && !(await staged.remove())) notes.push(notDeleted(staged.object));
}
