import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeJobs } from '../job';
import { expectRightEnd } from './brokenJob';
import { wholeFiles } from './sources';
import type { Whole } from './sources';

/** Containers whose parts are missing, shuffled, cut short or lie, one for each number. */
export function testBrokenFiles({ from, count }: { from: number; count: number }): void {
  let folder: string;
  let files: Whole[];
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'media-jobs-test-'));
    files = await wholeFiles(folder);
  });
  afterAll(async () => {
    await removeJobs();
    await rm(folder, { recursive: true, force: true });
  });

  it.each(Array.from({ length: count }, (_, index) => from + index))(
    'the broken file %i ends as a right file or as an error of the table',
    (seed) => expectRightEnd(seed, files, folder),
    120_000,
  );
}
