import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** All files below a folder by their path in it. */
export function filesIn(folder: string): Map<string, Buffer> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    entries.map(({ parentPath, name }) => [
      relative(folder, join(parentPath, name)),
      readFileSync(join(parentPath, name)),
    ]),
  );
}

/** All files below a folder with their text. */
export const textsIn = (folder: string): Record<string, string> =>
  Object.fromEntries([...filesIn(folder)].map(([name, bytes]) => [name, bytes.toString()]));
