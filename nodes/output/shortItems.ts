import type { IBinaryData, IBinaryKeyData, IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { Short } from '../../src/pipeline/job/short';
import type { AnyJob, Kept } from './outputItems';
import { named } from './named';
import { jobItem } from './outputItems';

/** A short with its file, where it was to be fetched. */
export interface MadeShort {
  short: Short;
  binary: IBinaryData | null;
  /** Further files of it, by the names of their fields. */
  beside?: IBinaryKeyData;
}

/** Files under the name that was given for a job's, numbered. */
const withNames = (files: IBinaryKeyData, name: string | null, nth: number): IBinaryKeyData =>
  name === null
    ? files
    : Object.fromEntries(
        Object.entries(files).map(([field, file]) => [
          field,
          { ...file, fileName: named(file.fileName ?? '', name, nth) },
        ]),
      );

/** An item for each short, with the short in `short` and its job in `job`; one that could not be made says why in `error` and has no file. A job without shorts is one item. */
export function shortItems(
  { job, shorts }: { job: AnyJob | null; shorts: readonly MadeShort[] },
  { index, kept, field, name }: { index: number; kept: Kept; field: string; name: string | null },
): INodeExecutionData[] {
  if (shorts.length === 0) return [jobItem(job, { index, kept })];
  return shorts.map(({ short, binary, beside }, place) => {
    const made = { ...beside, ...(binary !== null && { [field]: binary }) };
    const files = { ...kept.binary, ...withNames(made, name, place + 1) };
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
