import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { ITEMS } from '../names';
import type { Kept } from '../output/outputItems';
import { isSince } from '../versions';

interface ItemOptions extends Record<string, unknown> {
  concurrency?: number;
  keepJson?: boolean;
  keepBinary?: boolean;
}

/** What the node's options for items say of one. */
export const itemOptions = (context: IExecuteFunctions, index: number): ItemOptions =>
  context.getNodeParameter(ITEMS.options, index, {}) as ItemOptions;

/** How many items are to be worked on at the same time, as the node is set; null: nothing is set. */
export const concurrencyIn = (context: IExecuteFunctions): number | null =>
  Number(itemOptions(context, 0).concurrency) || null;

/** What of an input item goes on with its result, as the node is set. Its fields do from version 2 on, unless they are not to. */
export function keptHere(context: IExecuteFunctions, index: number): Kept {
  const { keepJson = isSince(context, 2), keepBinary = false } = itemOptions(context, index);
  const item = context.getInputData()[index];
  return { json: keepJson ? fieldsOf(context, item?.json) : {}, binary: keepBinary ? { ...item?.binary } : {} };
}

/** The fields of an item, but for an error that an earlier node has left there: version 1 keeps that too. */
function fieldsOf(context: IExecuteFunctions, json: IDataObject = {}): IDataObject {
  const { error, ...others } = json;
  return isSince(context, 2) || error === undefined ? others : { ...others, error };
}
