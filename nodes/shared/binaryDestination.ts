import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';
import { mediaError, toMediaError } from '../../src/pipeline/errors';
import type { Destination, ProducedFile } from '../../src/pipeline/media/destination';
import { workRoot } from './workRoot';
import { zipStream } from './zip';

/** A result in n8n's binary data. */
export interface StoredFile {
  /** Name relative to the result's folder. */
  path: string;
  binary: IBinaryData;
}

export interface BinaryDestination extends Destination {
  /** What was stored, in the order of the job's files; empty until the job has ended well. */
  readonly stored: readonly StoredFile[];
}

const ZIP_MIME = 'application/zip';

/**
 * n8n's binary data as the place for a job's files: streamed into it, one binary a file or all in one ZIP.
 * @param zip name of the ZIP file; null stores the files one by one
 */
export function binaryDestination(helpers: Pick<IExecuteFunctions['helpers'], 'prepareBinaryData'>, zip: string | null): BinaryDestination {
  const stored: StoredFile[] = [];
  const store = async (stream: Readable, path: string, mime: string): Promise<StoredFile> => ({ path, binary: await helpers.prepareBinaryData(stream, path, mime) });

  async function storeAll(files: readonly ProducedFile[], signal: AbortSignal): Promise<StoredFile[]> {
    if (zip !== null) return [await store(zipStream(files, signal), zip, ZIP_MIME)];
    const done: StoredFile[] = [];
    for (const { path, file, mime } of files) done.push(await store(createReadStream(path, { signal }), file, mime));
    return done;
  }

  return {
    stored,
    name: null,
    prepare: () => Promise.resolve(workRoot()),
    async publish(files, signal) {
      try {
        stored.push(...(await storeAll(files, signal)));
      } catch (error) {
        const known = toMediaError(error);
        if (known.kind !== 'internal_error') throw known;
        throw mediaError('output_unwritable', { output: 'The binary field', why: error instanceof Error ? error.message : String(error) }, error);
      }
      return files[0]?.file ?? '';
    },
  };
}
