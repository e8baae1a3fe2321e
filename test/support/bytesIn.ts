import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Every byte of every file in a folder, however deep down, and the names of the files; for looking for what must not be there. */
export function bytesIn(folder: string): string {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  return files.map((file) => `${file}\n${readFileSync(file, 'latin1')}`).join('\n');
}
