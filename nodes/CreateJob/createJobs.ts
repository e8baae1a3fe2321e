import { availableParallelism } from 'node:os';
import { parse } from 'node:path';
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { createInBackground } from '../shared/backgroundJob';
import { binaryDestination } from '../shared/binaryDestination';
import { addHints } from '../shared/hints';
import { hostedItem } from '../shared/hostedJob';
import { inputSource, laterInput } from '../shared/inputSource';
import { inOrder } from '../shared/itemsLoop';
import { cancelledError, errorItem, jobError, nodeError } from '../shared/jobErrors';
import { jobOptions } from '../shared/jobOptions';
import { runLocalJob } from '../shared/localJob';
import { s3Output } from '../shared/s3Place';
import { requestFor, s3Result } from '../shared/s3Result';
import { jobItem, keptOf, outputItems } from '../shared/outputItems';
import type { AnyJob } from '../shared/outputItems';
import { withShownJob } from '../shared/shownJob';
import { waitsFor } from '../shared/waitsFor';
import { requestOf } from './requestOf';

interface ItemOptions {
  concurrency?: number;
  keepJson?: boolean;
  keepBinary?: boolean;
}

/** Jobs that are waited for at the same time where others do the work. */
const HOSTED_AT_ONCE = 5;

/** What is gathered while the items are worked on. */
interface Run {
  notes: string[];
  /** Jobs that could not be cancelled where they run. */
  left: number;
}

/** One job for each input item; answers the items that they made, in the order of their inputs. */
export async function createJobs(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
  const { length } = context.getInputData();
  if (length === 0) return [];
  const { concurrency } = context.getNodeParameter('itemOptions', 0, {}) as ItemOptions;
  // Jobs in the background run in the order in which they are created.
  const limit = waitsFor(context) || isHosted(context) ? Number(concurrency) || (isHosted(context) ? HOSTED_AT_ONCE : Math.floor(availableParallelism() / 2)) : 1;
  const signal = context.getExecutionCancelSignal() ?? new AbortController().signal;
  const run: Run = { notes: [], left: 0 };
  try {
    const made = await inOrder(length, { limit, signal }, async (index, stop) => withShownJob(await createOne(context, index, stop, run), context, index));
    return made.flat();
  } catch (error) {
    throw signal.aborted ? cancelledError(context.getNode(), outcomeOfStop(context, run)) : error;
  } finally {
    addHints(context, run.notes);
  }
}

/** One item's job. A failure becomes an item when the node is set to go on, else it is thrown. */
async function createOne(context: IExecuteFunctions, index: number, signal: AbortSignal, run: Run): Promise<INodeExecutionData[]> {
  const { keepJson = false, keepBinary = false } = context.getNodeParameter('itemOptions', index, {}) as ItemOptions;
  const kept = keptOf(context.getInputData()[index], { json: keepJson, binary: keepBinary });
  let failed: AnyJob | null = null;
  try {
    const { request: checked, preset } = requestOf(context, index);
    if (preset !== null) kept.json.preset = preset;
    const storage = isHosted(context) ? null : await s3Output(context, index, { set: checked.kind === 'adaptive_video' });
    const request = storage === null ? checked : await requestFor(storage, checked);
    const options = jobOptions(context, index);
    const waited = waitsFor(context);
    // A form does not hand on what it hides.
    const field = (waited && (context.getNodeParameter('outputBinaryPropertyName', index, '') as string)) || 'data';
    const zip = waited && request.kind === 'adaptive_video' && context.getNodeParameter('hlsOutput', index, 'files') === 'zip';
    if (isHosted(context)) {
      const { items, job, error, notes } = await hostedItem(context, index, { request, options, signal, field, zip, kept, waits: waited, onLeft: () => run.left++ });
      run.notes.push(...notes);
      failed = job;
      if (error !== null) throw error;
      return items;
    }
    if (!waited) {
      return [jobItem(await createInBackground(context, index, { request, input: await laterInput(context, index), output: storage, options, signal }), { index, kept })];
    }
    const source = await inputSource(context, index);
    const binary = binaryDestination(context.helpers, zip ? `${parse(source.name).name}.zip` : null);
    const destination = storage === null ? binary : s3Result(storage);
    const { job, error, notes } = await runLocalJob({ request, source, destination, signal, timeLimit: options.timeLimit });
    run.notes.push(...notes);
    if (error === null) return storage === null ? outputItems(job, binary.stored, { index, field, kept }) : [jobItem(job, { index, kept })];
    failed = job;
    throw error;
  } catch (thrown) {
    const error = jobError(thrown);
    if (signal.aborted || !context.continueOnFail()) throw nodeError(context.getNode(), error, index);
    return [errorItem(context.getNode(), { index, error, job: failed, kept: kept.json })];
  }
}

const isHosted = (context: IExecuteFunctions): boolean => context.getNodeParameter('backend', 0, 'local') === 'ittybit';

/** What has become of the jobs when the execution was stopped. */
function outcomeOfStop(context: IExecuteFunctions, { left }: Run): string {
  if (!isHosted(context)) return waitsFor(context) ? 'all conversions have been stopped' : 'jobs that were created go on in the background';
  if (!waitsFor(context)) return 'jobs that were created go on at Ittybit';
  return left === 0 ? 'no job of it goes on' : `${left === 1 ? '1 job goes' : `${left} jobs go`} on at Ittybit, whose API documents no way to cancel a job`;
}
