import { mkdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { throwIfCancelled } from '../errors/cancelled';
import { nothingToClose } from './destination';
import type { Destination, ProducedFile } from './destination';
import { outputError } from './fileProblem';
import { refuseTakenFolder } from './folderTarget';
import type { FolderUse } from './folderTarget';
import { writableParent } from './parentFolder';
import { placeFile } from './placeFile';
import { putFolder, swapFolder } from './replaceFolder';
import { withWorkFolder } from './workFolder';
import { mediaError } from '../errors/mediaError';

/** A folder that holds the whole set and nothing else. */
export function folderDestination(path: string, use: FolderUse): Destination {
  const output = resolve(path);
  return {
    name: null,
    async check() {
      await ready(output, use);
    },
    async open() {
      return {
        root: await ready(output, use),
        close: nothingToClose,
        async publish(files, signal) {
          const [main] = files;
          if (main === undefined) throw mediaError('internal_error', { why: 'there are no files to write' });
          await refuseTakenFolder(output, use);
          try {
            await withWorkFolder(dirname(output), async (staging) => {
              // A folder of its own within the private one: it is to have the rights that folders have here.
              const fresh = join(staging, 'set');
              await gather(files, fresh, signal);
              throwIfCancelled(signal);
              await (use.overwrite ? swapFolder : putFolder)(fresh, output);
            });
          } catch (error) {
            throwIfCancelled(signal);
            throw outputError(error, output);
          }
          return join(output, main.file);
        },
      };
    },
  };
}

async function ready(output: string, use: FolderUse): Promise<string> {
  await refuseTakenFolder(output, use);
  return writableParent(output);
}

async function gather(files: readonly ProducedFile[], folder: string, signal: AbortSignal): Promise<void> {
  for (const { file, path } of files) {
    throwIfCancelled(signal);
    const to = join(folder, file);
    await mkdir(dirname(to), { recursive: true });
    await placeFile(path, to, { overwrite: true, signal });
  }
}
