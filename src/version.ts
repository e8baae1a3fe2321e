import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The version of this package, from the nearest package.json above. */
export function packageVersion(from = __dirname): string {
  const file = join(from, 'package.json');
  if (!existsSync(file)) return packageVersion(dirname(from));
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
