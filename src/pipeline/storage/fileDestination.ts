import { lstat, stat } from 'node:fs/promises';
import { parse, resolve } from 'node:path';
import { throwIfCancelled } from '../errors/cancelled';
import { nothingToClose } from './destination';
import type { Destination } from './destination';
import { errorCode } from '../base/errorFacts';
import { outputError } from './fileProblem';
import { writableParent } from './parentFolder';
import { placeFile } from './placeFile';
import { mediaError } from '../errors/mediaError';

/** One file. */
export function fileDestination(path: string, { overwrite }: { overwrite: boolean }): Destination {
  const output = resolve(path);
  return {
    name: parse(output).name,
    async check() {
      await ready(output, overwrite);
    },
    async open(files) {
      if (files.length > 1)
        throw mediaError('output_unwritable', {
          output,
          why: `the result is a set of ${files.length} files, which goes into a folder`,
        });
      return {
        root: await ready(output, overwrite),
        close: nothingToClose,
        async publish(made, signal) {
          const [file] = made;
          if (file === undefined || made.length > 1)
            throw mediaError('internal_error', { why: `one file was to be written, not ${made.length}` });
          await refuseTaken(output, overwrite);
          throwIfCancelled(signal);
          try {
            await placeFile(file.path, output, { overwrite, signal });
          } catch (error) {
            throwIfCancelled(signal);
            throw outputError(error, output);
          }
          return output;
        },
      };
    },
  };
}

async function ready(output: string, overwrite: boolean): Promise<string> {
  await refuseTaken(output, overwrite);
  return writableParent(output);
}

/** Only a plain file may be overwritten: a rename over /dev/null would put a file in the place of the device. */
async function refuseTaken(output: string, overwrite: boolean): Promise<void> {
  const there = await lstat(output).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return null;
    throw outputError(error, output);
  });
  if (there === null) return;
  const target = there.isSymbolicLink() ? await stat(output).catch(() => there) : there;
  if (target.isDirectory()) throw mediaError('output_unwritable', { output, why: 'it is a folder' });
  if (!overwrite) throw mediaError('output_exists', { output });
  if (!target.isFile() && !target.isSymbolicLink())
    throw mediaError('output_unwritable', { output, why: 'it is not a plain file' });
}
