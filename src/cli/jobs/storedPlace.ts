import { parse } from 'node:path';
import type { StoredOutput } from '../../jobs/store/storedJob';
import { KINDS } from '../../pipeline/kinds';
import type { Format } from '../../pipeline/kinds/formats';
import type { JobRequest } from '../../pipeline/request';
import type { Io } from '../io';
import { settledFormat } from '../request';
import { destinationOf, pathOf, refuseInputAsOutput } from '../target';
import type { Target } from '../target';

export interface PlaceUse {
  /** Of the input, as the result is named by it. */
  inputName: string;
  overwrite: boolean;
  /** Whether to refuse now what cannot be written, and not when the job runs. */
  tryOut: boolean;
  io: Io;
}

/**
 * Where a stored job's result goes, by its whole path, since it is written from another working folder.
 * @param target null: nowhere in particular
 * @throws request_invalid when that is the input itself; output_exists, output_unwritable when it is tried out
 */
export async function storedPlace(target: Target | null, request: JobRequest & { input: string }, { inputName, overwrite, tryOut, io }: PlaceUse): Promise<StoredOutput> {
  if (target === null || target.is === 'stdout') return null;
  const settled = settledFormat(request);
  // An image in a folder: the input alone tells whether it becomes a jpeg or a png, so it must be neither.
  const formats: readonly Format[] = settled !== null ? [settled] : KINDS[request.kind].formats;
  for (const format of formats) await refuseInputAsOutput(target, pathOf(target, inputName, format), request.input, io.cwd);
  if (target.is === 's3') return { s3: target.address, overwrite };
  if (target.is === 'in' && settled === null) return { folder: target.folder, name: parse(inputName).name || 'media', overwrite };
  const format = settled ?? 'jpeg';
  const path = pathOf(target, inputName, format) ?? '';
  if (tryOut) await destinationOf(target, path, format, { overwrite, io }).prepare([]);
  return { path, overwrite };
}
