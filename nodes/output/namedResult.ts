import { basename, dirname, isAbsolute, sep } from 'node:path';
import type { IDataObject } from 'n8n-workflow';
import { webAddress } from '../../src/pipeline/storage/place';
import { storageFor } from '../../src/pipeline/storage/storages';

/**
 * What stands of a job in an item, with one meaning of its `output`: an address where the result lies in a storage or behind a link, else the name of a file.
 * Paths of this machine, also those of shorts, become names.
 * @param made what the result is called in the item, where it has a file
 */
export function namedResult(json: IDataObject, made: string | undefined): IDataObject {
  const { job, details, short } = json as { job?: Told; details?: { job?: Told } | null; short?: IDataObject };
  const told = job ?? details?.job;
  const output = told?.output;
  if (!told || typeof output !== 'string' || isAddress(output)) return json;
  // What the user has given stays as it is.
  const { input, inputs, options, metadata } = told;
  const named: IDataObject = {
    ...relativeTo(output, told),
    ...{ input, ...(inputs !== undefined && { inputs }), options, metadata },
    output: made ?? basename(output),
  };
  return {
    ...json,
    ...(job ? { job: named } : { details: { ...details, job: named } }),
    ...(short && { short: relativeTo(output, short) }),
  };
}

type Told = IDataObject | null;

const isAddress = (output: string): boolean => storageFor(output) !== null || webAddress(output) !== null;

/** A value whose paths are names within the folder that the result lies in. */
function relativeTo(output: string, value: IDataObject): IDataObject {
  if (!isAbsolute(output)) return value;
  const folder = `${dirname(output)}${sep}`;
  const visit = (each: unknown): unknown => {
    if (Array.isArray(each)) return each.map(visit);
    if (typeof each === 'object' && each !== null)
      return Object.fromEntries(Object.entries(each).map(([name, inner]) => [name, visit(inner)]));
    return typeof each === 'string' && each.startsWith(folder) ? each.slice(folder.length) : each;
  };
  return visit(value) as IDataObject;
}
