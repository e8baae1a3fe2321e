import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { atOnce } from '../pipeline/base/atOnce';
import { withS3 } from '../pipeline/storage/s3/s3Access';
import type { S3Connect } from '../pipeline/storage/s3/s3Access';
import { abortUpload } from '../pipeline/storage/s3/s3Upload';
import type { OnUpload } from '../pipeline/storage/s3/s3Upload';
import { jsonObject } from './jsonObject';
import type { StoredJob } from './store/storedJob';

/** With which keys a job's result is put into S3 storage. */
export type OutputAccess = (job: StoredJob) => Promise<S3Connect>;

/** In an attempt's work folder: a line an upload in parts, each with what S3 needs to end it. */
const LIST = 's3-uploads';
/** A storage that does not answer must not keep lost jobs from being run again (ms). */
const PATIENCE_MS = 10_000;
const AT_ONCE = 4;

interface BegunUpload {
  bucket: string;
  key: string;
  uploadId: string;
}

/** Writes down the uploads of an attempt, so that they can be ended when it has been killed: S3 keeps their parts, unseen, until somebody does. */
export const noteUploads =
  (folder: string): OnUpload =>
  ({ bucket, key }, uploadId) =>
    appendFile(join(folder, LIST), `${JSON.stringify({ bucket, key, uploadId } satisfies BegunUpload)}\n`, {
      mode: 0o600,
    });

/** A line that was cut off, or lost with the machine's power, names none. */
function begunUpload(line: string): BegunUpload[] {
  const { bucket, key, uploadId } = jsonObject(line) ?? {};
  return typeof bucket === 'string' && typeof key === 'string' && typeof uploadId === 'string'
    ? [{ bucket, key, uploadId }]
    : [];
}

/** Ends the uploads that an attempt which was killed had begun; those that it had finished are not touched by that. Never rejects. @returns whether none is left */
export async function endUploads(folder: string, job: StoredJob, access: OutputAccess): Promise<boolean> {
  const list = await readFile(join(folder, LIST), 'utf8').catch(() => '');
  const begun = list.split('\n').flatMap(begunUpload);
  if (begun.length === 0) return true;
  const stop = AbortSignal.timeout(PATIENCE_MS);
  try {
    await withS3(await access(job), (client) =>
      atOnce(AT_ONCE, begun, ({ uploadId, ...object }) => abortUpload(client, object, uploadId, stop)),
    );
    return true;
  } catch {
    return false;
  }
}
