import type { IExecuteFunctions } from 'n8n-workflow';
import { fieldsOf } from '../../src/backends/hostedJob';
import { notDeleted } from '../../src/backends/runHosted';
import { isStaged, removeStaged } from '../../src/backends/staging';
import type { StagingPlace } from '../../src/backends/staging';
import { isEnded } from '../../src/pipeline/job/job';
import { showS3 } from '../../src/pipeline/storage/s3/s3Address';
import type { S3Address } from '../../src/pipeline/storage/s3/s3Address';
import { stagingStorage } from '../hosted/read';
import { inOrder } from '../items/itemsLoop';
import { RUN } from '../names';
import type { Outcome } from './outcome';

/** Requests at the same time. */
const AT_ONCE = 5;

/** Takes away the files that were passed to Ittybit through a bucket, of those jobs that have ended. Never rejects. @returns what is to be said of those that stay */
export async function clearStaged(context: IExecuteFunctions, outcomes: readonly Outcome[]): Promise<string[]> {
  const said = await inOrder(outcomes.length, { limit: AT_ONCE, signal: new AbortController().signal }, (index) =>
    clearOne(context, index, outcomes[index]?.job ?? null).catch(() => null),
  );
  return said.filter((sentence) => sentence !== null);
}

async function clearOne(context: IExecuteFunctions, index: number, job: Outcome['job']): Promise<string | null> {
  if (job === null || !isEnded(job)) return null;
  const object = stagedObject(context.getNodeParameter(RUN.stagedInput, index, null));
  if (object === null) return null;
  const connect = await storageOf(context, index);
  if (connect === null)
    return `The input that was passed through ${showS3(object)} is still there: choose under "Delete Passed File From" the storage that it lies in.`;
  return (await removeStaged({ connect }, object)) ? null : notDeleted(object);
}

/** Where the credential cannot be had the file stays, and the result does not suffer. */
const storageOf = (context: IExecuteFunctions, index: number): Promise<StagingPlace['connect'] | null> =>
  stagingStorage(context, index).catch(() => null);

/** What a Create Job node has noted in its item. Items come from anywhere: nothing but what was put there by this package is ever deleted. */
function stagedObject(given: unknown): S3Address | null {
  const { bucket, key } = fieldsOf(given);
  return typeof bucket === 'string' && typeof key === 'string' && isStaged({ bucket, key }) ? { bucket, key } : null;
}
