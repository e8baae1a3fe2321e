import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { AnyJob, Kept } from './outputItems';
import { jobItem } from './outputItems';
import type { MadeShort } from './fetchShorts';

/** An item for each short, with the short in `short` and its job in `job`; one that could not be made says why in `error` and has no file. A job without shorts is one item. */
export function shortItems(
  { job, shorts }: { job: AnyJob | null; shorts: readonly MadeShort[] },
  { index, kept, field }: { index: number; kept: Kept; field: string },
): INodeExecutionData[] {
  if (shorts.length === 0) return [jobItem(job, { index, kept })];
  return shorts.map(({ short, binary, beside }, place) => {
    const files = { ...kept.binary, ...beside, ...(binary !== null && { [field]: binary }) };
    const told = { ...short, index: place } as unknown as IDataObject;
    return {
      json: {
        ...kept.json,
        short: told,
        ...(short.error !== null && { error: { ...short.error } }),
        job: job as unknown as IDataObject,
      },
      ...(Object.keys(files).length > 0 && { binary: files }),
      pairedItem: { item: index },
    };
  });
}
