import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { addHints } from './hints';
import { inOrder } from './itemsLoop';
import { cancelledError, errorItem, jobError, nodeError } from './jobErrors';
import type { AnyJob, Kept } from '../output/outputItems';
import { panelNames } from './panelNames';
import { keptHere } from './read';
import { inWordsOf } from '../../src/pipeline/errors/namedKeys';
import type { MediaJobError } from '../../src/pipeline/errors/mediaError';

/** What has come of an input item. */
export interface ItemOutcome {
  items: INodeExecutionData[];
  /** Why there are none. */
  error: MediaJobError | null;
  /** As far as it came; null when none was made. */
  job: AnyJob | null;
  /** What users should know besides. */
  notes: readonly string[];
}

export interface ItemsWork {
  /** Pieces of work, counted from the first item; unset: one an item. */
  count?: number;
  /** Items at the same time. */
  limit: number;
  /** What has become of the jobs when the execution is stopped. */
  atStop: () => string;
  /** Whether an error that ends the node says which job it was: where the job is to be found. */
  namesJob: boolean;
  /** The node's form: errors name its fields as it does. */
  form: () => readonly INodeProperties[];
  /** What goes wrong with the job is the outcome's `error`. @throws what is wrong with the parameters and credentials */
  work: (index: number, use: { signal: AbortSignal; kept: Kept }) => Promise<ItemOutcome>;
  /** How items stand in the output, those of failures too; unset: as they are. */
  shown?: (items: INodeExecutionData[], index: number) => INodeExecutionData[];
}

/** Works on the input items, a few at a time; answers what they made, in the order of their inputs. Notes are shown as hints. */
export async function eachItem(
  context: IExecuteFunctions,
  { count = context.getInputData().length, limit, atStop, shown = (items) => items, ...how }: ItemsWork,
): Promise<INodeExecutionData[]> {
  const signal = context.getExecutionCancelSignal() ?? new AbortController().signal;
  const notes: string[] = [];
  try {
    const made = await inOrder(count, { limit, signal }, async (index, stop) =>
      shown(await itemsOf(context, index, { ...how, signal: stop, notes }), index),
    );
    return made.flat();
  } catch (error) {
    throw signal.aborted ? cancelledError(context.getNode(), atStop()) : error;
  } finally {
    addHints(context, notes);
  }
}

type ItemUse = Pick<ItemsWork, 'work' | 'form' | 'namesJob'> & { signal: AbortSignal; notes: string[] };

/** A failure becomes an item when the node is set to go on, else it is thrown. */
async function itemsOf(
  context: IExecuteFunctions,
  index: number,
  { work, form, namesJob, signal, notes }: ItemUse,
): Promise<INodeExecutionData[]> {
  const kept = keptHere(context, index);
  let job: AnyJob | null = null;
  try {
    const outcome = await work(index, { signal, kept });
    notes.push(...outcome.notes);
    ({ job } = outcome);
    if (outcome.error !== null) throw outcome.error;
    return outcome.items;
  } catch (thrown) {
    const error = inWordsOf(jobError(thrown), panelNames(form()));
    if (signal.aborted || !context.continueOnFail())
      throw nodeError(context.getNode(), error, index, namesJob && job !== null ? job : undefined);
    return [errorItem(context.getNode(), { index, error, job, kept: kept.json })];
  }
}
