import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { throwIfCancelled } from '../errors/cancelled';
import { nothingToClose } from './destination';
import type { Destination } from './destination';
import { fileProblem } from './fileProblem';
import { mediaError } from '../errors/mediaError';

/**
 * One file, written to a stream. What was sent cannot be taken back: the stream ends only after the last byte, and is destroyed when anything
 * goes wrong, so that its reader sees an error and not a short file. Standard output is left open, as Node does.
 */
export function streamDestination(stream: Writable): Destination {
  const unwritable = (why: string, cause?: unknown) =>
    mediaError('output_unwritable', { output: 'The output stream', why }, cause);
  const check = (): Promise<void> => (stream.writable ? Promise.resolve() : Promise.reject(unwritable('it is closed')));
  return {
    name: null,
    check,
    async open(coming) {
      if (coming.length > 1)
        throw unwritable(`the result is a set of ${coming.length} files, which goes into a folder`);
      await check();
      return {
        root: tmpdir(),
        close: nothingToClose,
        async publish(files, signal) {
          const [file] = files;
          if (file === undefined || files.length > 1)
            throw mediaError('internal_error', { why: `one file was to be written, not ${files.length}` });
          const source = await open(file.path, 'r').catch((error: unknown) => {
            stream.destroy();
            throw mediaError('internal_error', { why: `the finished file ${file.path} is gone` }, error);
          });
          try {
            await pipeline(source.createReadStream(), stream, { signal });
          } catch (error) {
            throwIfCancelled(signal);
            throw unwritable(fileProblem(error), error);
          }
          return file.file;
        },
      };
    },
  };
}
