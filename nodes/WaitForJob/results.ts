import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { fieldsOf, textOr } from '../../src/backends/hostedJob';
import { setOf } from '../../src/pipeline/kinds';
import { isKind } from '../../src/pipeline/request/request';
import { leftNote, resultItems } from '../hosted/resultItems';
import { passesFiles } from '../items/asTool';
import { addHints } from '../items/hints';
import { errorItem, jobError, nodeError } from '../items/jobErrors';
import { keptHere } from '../items/read';
import { jobItem } from '../output/outputItems';
import type { AnyJob, Kept } from '../output/outputItems';
import { fieldIn, nameIn, zipIn } from '../output/read';
import { withShownJob } from '../output/shownJob';
import type { Outcome } from './outcome';
import type { WaitedJobs } from './waitedJobs';

interface ResultsUse {
  jobs: WaitedJobs;
  signal: AbortSignal;
}

/** The items of all jobs, in the order of the inputs. A job without a result becomes an error item when the node is set to go on, else its error is thrown. */
export async function itemsOf(
  context: IExecuteFunctions,
  outcomes: readonly Outcome[],
  use: ResultsUse,
): Promise<INodeExecutionData[]> {
  // Before files are copied for nothing.
  for (const [index, { job, error }] of outcomes.entries())
    if (error !== null && !context.continueOnFail()) throw nodeError(context.getNode(), error, index, job ?? undefined);
  addHints(
    context,
    outcomes.flatMap(({ job }) => warningsOf(job)),
  );
  const made: INodeExecutionData[][] = [];
  for (const [index, outcome] of outcomes.entries())
    made.push(withShownJob(await itemsOfOne(context, index, outcome, use), context, index));
  return made.flat();
}

async function itemsOfOne(
  context: IExecuteFunctions,
  index: number,
  { job, error }: Outcome,
  use: ResultsUse,
): Promise<INodeExecutionData[]> {
  const kept = keptHere(context, index);
  try {
    if (error !== null) throw error;
    return await itemsOfEnded(context, index, job, { ...use, kept });
  } catch (thrown) {
    const known = jobError(thrown);
    if (use.signal.aborted || !context.continueOnFail())
      throw nodeError(context.getNode(), known, index, job ?? undefined);
    return [errorItem(context.getNode(), { index, error: known, job, kept: kept.json })];
  }
}

/** With the files of the result where they can be had, else with the job alone. @throws as resultItems */
async function itemsOfEnded(
  context: IExecuteFunctions,
  index: number,
  job: AnyJob | null,
  { jobs, signal, kept }: ResultsUse & { kept: Kept },
): Promise<INodeExecutionData[]> {
  if (job?.status !== 'succeeded') return [jobItem(job, { index, kept })];
  const zip = isKind(job.kind) && setOf(job.kind) !== null && zipIn(context, index);
  const ended = { ...job };
  const use = { index, field: fieldIn(context, index), named: nameIn(context, index), zip, kept, signal };
  // What a tool gives is read, and no file goes with it.
  const files = passesFiles(context);
  const items = await resultItems(context, { backend: jobs.at, job: ended, files, ...use });
  if (items === null && files) addHints(context, leftNote(jobs.at, ended));
  return items ?? [jobItem(job, { index, kept })];
}

/** What a job was done in spite of; a hosted one may tell it too. */
const warningsOf = (job: AnyJob | null): string[] =>
  Array.isArray(job?.warnings)
    ? job.warnings.flatMap((warning: unknown) => textOr(fieldsOf(warning).message, null) ?? [])
    : [];
