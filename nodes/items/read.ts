import type { IExecuteFunctions } from 'n8n-workflow';
import { ITEMS } from '../names';
import type { Kept } from '../output/outputItems';

interface ItemOptions {
  concurrency?: number;
  keepJson?: boolean;
  keepBinary?: boolean;
}

const optionsOf = (context: IExecuteFunctions, index: number): ItemOptions =>
  context.getNodeParameter(ITEMS.options, index, {}) as ItemOptions;

/** How many items are to be worked on at the same time, as the node is set; null: nothing is set. */
export const concurrencyIn = (context: IExecuteFunctions): number | null =>
  Number(optionsOf(context, 0).concurrency) || null;

/** What of an input item goes on with its result, as the node is set. */
export function keptHere(context: IExecuteFunctions, index: number): Kept {
  const { keepJson = false, keepBinary = false } = optionsOf(context, index);
  const item = context.getInputData()[index];
  return { json: keepJson ? { ...item?.json } : {}, binary: keepBinary ? { ...item?.binary } : {} };
}
