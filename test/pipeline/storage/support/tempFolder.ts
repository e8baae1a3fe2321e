import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A new folder for each test, gone after it. Call at the top of a describe block or file. */
export function tempFolder(root = tmpdir()): () => string {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(root, 'media-test-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return () => folder;
}
