import { createReadStream } from 'node:fs';
import { PassThrough } from 'node:stream';
import type { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import type { ProducedFile } from '../../src/pipeline/storage/destination';

/**
 * A ZIP of files under their relative names, written as it is read: one file is open at a time. Stored, not compressed, since media
 * cannot be made smaller that way. Fails with an AbortError when the signal aborts.
 */
export function zipStream(
  files: readonly Pick<ProducedFile, 'path' | 'file' | 'bytes'>[],
  signal: AbortSignal,
): Readable {
  const zip = new ZipFile();
  const stream = new PassThrough();
  // A reader that gives up closes the file that is open.
  const closed = new AbortController();
  stream.once('close', () => closed.abort());
  const until = AbortSignal.any([signal, closed.signal]);
  const fail = (error: Error): void => void stream.destroy(error);
  zip.on('error', fail);
  for (const { path, file, bytes } of files) {
    zip.addReadStreamLazy(file, { compress: false, size: bytes }, (use) =>
      use(null, createReadStream(path, { signal: until }).on('error', fail)),
    );
  }
  zip.end();
  zip.outputStream.pipe(stream);
  return stream;
}
