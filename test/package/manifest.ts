import { join } from 'node:path';

export const ROOT = join(__dirname, '../..');

/** What package.json says, as far as it is looked at here. */
export interface Manifest {
  homepage: string;
  bin: Record<string, string>;
  main: string;
  types: string;
  n8n: { nodes: string[]; credentials: string[] };
}
