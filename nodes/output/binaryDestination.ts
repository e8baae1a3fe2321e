import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';
import { nothingToClose } from '../../src/pipeline/storage/destination';
import type { Destination, ProducedFile } from '../../src/pipeline/storage/destination';
import { expectMade } from '../../src/pipeline/storage/madeFiles';
import { workRoot } from '../storage/workRoot';
import { zipStream } from './zip';
import { mediaError, toMediaError } from '../../src/pipeline/errors/mediaError';

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

type Helpers = Pick<IExecuteFunctions['helpers'], 'prepareBinaryData'>;

/** A finished file: where it lies, and its name relative to the result's folder. */
type FinishedFile = Pick<ProducedFile, 'path' | 'file' | 'mime' | 'bytes'>;

/**
 * n8n's binary data as the place for a job's files: streamed into it, one binary a file or all in one ZIP.
 * @param use.name of the file, without its extension; null: as the source. @param use.zip name of the ZIP file; null stores the files one by one
 */
export function binaryDestination(
  helpers: Helpers,
  { name, zip }: { name: string | null; zip: string | null },
): BinaryDestination {
  const stored: StoredFile[] = [];
  return {
    stored,
    name,
    check: () => Promise.resolve(),
    open: () =>
      Promise.resolve({
        root: workRoot(),
        close: nothingToClose,
        async publish(files, signal) {
          await expectMade(files);
          stored.push(...(await storeFiles(helpers, files, { zip, signal })));
          return files[0]?.file ?? '';
        },
      }),
  };
}

/** Streams files into n8n's binary data, in their order. @param zip name of one ZIP file for all @throws disk_full, output_unwritable */
export async function storeFiles(
  helpers: Helpers,
  files: readonly FinishedFile[],
  { zip, signal }: { zip: string | null; signal: AbortSignal },
): Promise<StoredFile[]> {
  const store = async (stream: Readable, path: string, mime: string): Promise<StoredFile> => ({
    path,
    binary: await helpers.prepareBinaryData(stream, path, mime),
  });
  try {
    if (zip !== null) return [await store(zipStream(files, signal), zip, ZIP_MIME)];
    const done: StoredFile[] = [];
    for (const { path, file, mime } of files) done.push(await store(createReadStream(path, { signal }), file, mime));
    return done;
  } catch (error) {
    const known = toMediaError(error);
    if (known.kind !== 'internal_error') throw known;
    throw mediaError(
      'output_unwritable',
      { output: 'The binary field', why: error instanceof Error ? error.message : String(error) },
      error,
    );
  }
}
