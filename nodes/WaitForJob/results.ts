import { basename, dirname } from 'node:path';
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Engine } from '../../src/jobs/engine';
import { resultFiles } from '../../src/jobs/resultFiles';
import type { Job } from '../../src/pipeline/job';
import { storeFiles } from '../shared/binaryDestination';
import { addHints } from '../shared/hints';
import { errorItem, jobError, nodeError } from '../shared/jobErrors';
import { jobItem, keptOf, outputItems } from '../shared/outputItems';
import type { Kept } from '../shared/outputItems';
import type { Outcome } from './outcome';

interface ResultUse {
  engine: Engine;
  signal: AbortSignal;
}

/** The items of all jobs, in the order of the inputs. A job without a result becomes an error item when the node is set to go on, else its error is thrown. */
export async function itemsOf(context: IExecuteFunctions, outcomes: readonly Outcome[], use: ResultUse): Promise<INodeExecutionData[]> {
  // Before files are copied for nothing.
  for (const [index, { job, error }] of outcomes.entries()) if (error !== null && !context.continueOnFail()) throw nodeError(context.getNode(), error, index, job ?? undefined);
  addHints(context, outcomes.flatMap(({ job }) => (job?.warnings ?? []).map(({ message }) => message)));
  const made: INodeExecutionData[][] = [];
  for (const [index, outcome] of outcomes.entries()) made.push(await itemsOfOne(context, index, outcome, use));
  return made.flat();
}

async function itemsOfOne(context: IExecuteFunctions, index: number, { job, error }: Outcome, use: ResultUse): Promise<INodeExecutionData[]> {
  const kept = keptHere(context, index);
  try {
    if (error !== null) throw error;
    return await resultItems(context, index, job, { ...use, kept });
  } catch (thrown) {
    const known = jobError(thrown);
    if (use.signal.aborted || !context.continueOnFail()) throw nodeError(context.getNode(), known, index, job ?? undefined);
    return [errorItem(context.getNode(), { index, error: known, job, kept: kept.json })];
  }
}

/** With the files of the result where they are in this machine's keeping, else with the job alone. @throws output_gone, disk_full, output_unwritable */
async function resultItems(context: IExecuteFunctions, index: number, job: Job | null, { engine, signal, kept }: ResultUse & { kept: Kept }): Promise<INodeExecutionData[]> {
  const stored = job?.status === 'succeeded' ? engine.store.jobs.get(job.id) : null;
  const files = stored === null ? null : await resultFiles(stored);
  if (job === null || files === null) return [jobItem(job, { index, kept })];
  const field = (context.getNodeParameter('outputBinaryPropertyName', index) as string) || 'data';
  const zip = job.kind === 'adaptive_video' && context.getNodeParameter('hlsOutput', index) === 'zip' ? `${basename(dirname(job.output ?? ''))}.zip` : null;
  return outputItems(job, await storeFiles(context.helpers, files, { zip, signal }), { index, field, kept });
}

/** What of an input item goes on, as the node is set. */
export function keptHere(context: IExecuteFunctions, index: number): Kept {
  const { keepJson = false, keepBinary = false } = context.getNodeParameter('itemOptions', index, {}) as { keepJson?: boolean; keepBinary?: boolean };
  return keptOf(context.getInputData()[index], { json: keepJson, binary: keepBinary });
}
