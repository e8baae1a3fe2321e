import { parse } from 'node:path';
import type { StoredOutput } from '../../jobs/store/storedJob';
import { storedAt } from '../../jobs/storedOutput';
import { KINDS } from '../../pipeline/kinds';
import type { Format } from '../../pipeline/media/formats';
import type { StorageOptions } from '../../pipeline/storage/scheme';
import type { Input } from '../inputSource';
import type { Io } from '../io';
import { formatOf } from '../../pipeline/kinds';
import { destinationOf, pathOf, refuseInputAsOutput } from '../target';
import type { Target } from '../../pipeline/request/target';
import type { JobRequest } from '../../pipeline/kinds/jobRequest';

export interface PlaceUse {
  inputs: readonly Input[];
  /** Of the first input, as the result is named by it. */
  inputName: string;
  overwrite: boolean;
  /** How it is put into a storage, when it is. */
  options: StorageOptions;
  /** Whether to refuse now what cannot be written, and not when the job runs. */
  tryOut: boolean;
  io: Io;
}

/**
 * Where a stored job's result goes, by its whole path, since it is written from another working folder.
 * @param target null: nowhere in particular
 * @throws request_invalid when that is the input itself; output_exists, output_unwritable when it is tried out
 */
export async function storedPlace(
  target: Target | null,
  request: JobRequest,
  { inputs, inputName, overwrite, options, tryOut, io }: PlaceUse,
): Promise<StoredOutput> {
  if (target === null || target.is === 'stdout') return null;
  const settled = formatOf(request);
  // An image in a folder: the input alone tells whether it becomes a jpeg or a png, so it must be neither.
  const formats: readonly Format[] = settled !== null ? [settled] : KINDS[request.kind].formats;
  for (const format of formats)
    await refuseInputAsOutput(target, pathOf(target, inputName, request.kind, format), inputs, io.cwd);
  if (target.is === 'stored') return storedAt(target.address, { overwrite, options });
  if (target.is === 'in' && settled === null)
    return { folder: target.folder, name: parse(inputName).name || 'media', overwrite };
  const format = settled ?? 'jpeg';
  const path = pathOf(target, inputName, request.kind, format) ?? '';
  if (tryOut) await destinationOf(target, path, request.kind, { overwrite, io }).check();
  return { path, overwrite };
}
