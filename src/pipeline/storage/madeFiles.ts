import { stat } from 'node:fs/promises';
import type { ProducedFile } from './destination';
import { mediaError } from '../errors/mediaError';

/** Files that are to be published have to be there: where one is not, that is our fault and not the place's. @throws internal_error */
export async function expectMade(files: readonly Pick<ProducedFile, 'path' | 'file'>[]): Promise<void> {
  if (files.length === 0) throw mediaError('internal_error', { why: 'there are no files to write' });
  for (const { path, file } of files) {
    await stat(path).catch((error: unknown) => {
      throw mediaError('internal_error', { why: `the finished file ${file} is gone` }, error);
    });
  }
}
