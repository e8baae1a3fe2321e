import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { mapLimit } from '../pipeline/base/mapLimit';
import type { StorageUse } from '../pipeline/storage/scheme';
import { storageFor } from '../pipeline/storage/storages';
import { jsonObject } from './jsonObject';
import type { StoredJob } from './store/storedJob';
import { addressIn } from './storedOutput';

/** With which keys a job's result is put into a storage. */
export type OutputAccess = (job: StoredJob) => Promise<StorageUse>;

/** In an attempt's work folder: a line an upload in parts, each with what its storage needs to end it. */
const LIST = 's3-uploads';
/** A storage that does not answer must not keep lost jobs from being run again (ms). */
const PATIENCE_MS = 10_000;
const AT_ONCE = 4;

/** Writes down the uploads of an attempt, so that they can be ended when it has been killed: a storage keeps their parts, unseen, until somebody does. */
export const noteUploads =
  (folder: string) =>
  (begun: object): Promise<void> =>
    appendFile(join(folder, LIST), `${JSON.stringify(begun)}\n`, { mode: 0o600 });

/** Ends the uploads that an attempt which was killed had begun; those that it had finished are not touched by that. Never rejects. @returns whether none is left */
export async function endUploads(folder: string, job: StoredJob, access: OutputAccess): Promise<boolean> {
  const list = await readFile(join(folder, LIST), 'utf8').catch(() => '');
  const begun = list
    .split('\n')
    .map(jsonObject)
    .filter((line) => line !== null);
  const { output } = job.request;
  const address = output && addressIn(output);
  const storage = address && storageFor(address);
  if (begun.length === 0 || !storage) return true;
  const signal = AbortSignal.timeout(PATIENCE_MS);
  try {
    const [use, calls] = [await access(job), storage.load()];
    await mapLimit(AT_ONCE, begun, (each) => calls.endUpload(each, { ...use, signal }));
    return true;
  } catch {
    return false;
  }
}
