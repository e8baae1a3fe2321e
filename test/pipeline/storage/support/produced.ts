import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ProducedFile } from '../../../../src/pipeline/storage/destination';

/** Files as a job makes them, in this folder. */
export function produced(folder: string, contents: Record<string, string | Buffer>): ProducedFile[] {
  return Object.entries(contents).map(([file, bytes]) => {
    const path = join(folder, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
    return { file, path, format: 'mp4', mime: 'video/mp4', bytes: bytes.length };
  });
}
