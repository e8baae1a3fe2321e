import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { addHints } from '../shared/hints';
import { inOrder } from '../shared/itemsLoop';
import { cancelledError, errorItem, jobError, nodeError } from '../shared/jobErrors';
import { keptOf } from '../shared/outputItems';
import type { AnyJob } from '../shared/outputItems';
import { shortItems } from '../shared/shortItems';
import { chosenBackend } from './backends';
import type { ShortsBackend } from './shortsBackend';

/** The shorts of each input item, one item each, in the order of their inputs and of the source. */
export async function createShorts(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
  const { length } = context.getInputData();
  if (length === 0) return [];
  const backend = chosenBackend(context);
  const signal = context.getExecutionCancelSignal() ?? new AbortController().signal;
  const notes: string[] = [];
  try {
    const made = await inOrder(length, { limit: backend.atOnce, signal }, (index, stop) => shortsOf(context, index, { backend, signal: stop, notes }));
    return made.flat();
  } catch (error) {
    throw signal.aborted ? cancelledError(context.getNode(), backend.atStop(context)) : error;
  } finally {
    addHints(context, notes);
  }
}

/** One item's shorts. A failure becomes an item when the node is set to go on, else it is thrown. */
async function shortsOf(context: IExecuteFunctions, index: number, { backend, signal, notes }: { backend: ShortsBackend; signal: AbortSignal; notes: string[] }): Promise<INodeExecutionData[]> {
  const { keepJson = false, keepBinary = false } = context.getNodeParameter('itemOptions', index, {}) as { keepJson?: boolean; keepBinary?: boolean };
  const kept = keptOf(context.getInputData()[index], { json: keepJson, binary: keepBinary });
  let failed: AnyJob | null = null;
  try {
    const outcome = await backend.run(context, index, signal);
    notes.push(...outcome.notes);
    failed = outcome.job;
    if (outcome.error !== null) throw outcome.error;
    if (outcome.dryRun !== undefined) return [{ json: { ...kept.json, dry_run: outcome.dryRun }, pairedItem: { item: index } }];
    return shortItems(outcome, { index, kept, field: (context.getNodeParameter('outputBinaryPropertyName', index, 'data') as string) || 'data' });
  } catch (thrown) {
    const error = jobError(thrown);
    if (signal.aborted || !context.continueOnFail()) throw nodeError(context.getNode(), error, index, failed ?? undefined);
    return [errorItem(context.getNode(), { index, error, job: failed, kept: kept.json })];
  }
}
