// Where the n8n of the tests lies, and what it is made of.
import { homedir } from 'node:os';
import { join } from 'node:path';
import { isMade } from './madeOnce.mts';

/** The newest n8n whose packages are all to be had from the npm registry. */
const N8N_VERSION = '2.40.7';

/** What npm installs. */
export const N8N_PACKAGES = {
  dependencies: { n8n: N8N_VERSION },
  overrides: {
    // n8n asks for the first by an address outside of the registry, for the second in a version that is not in it.
    xlsx: '0.18.5',
    linkedom: '0.18.14',
    // The one that it asks for does not work with Python 3.12 and later.
    sqlite3: { 'node-gyp': '12.4.0' },
  },
};

/** Compiled packages are made for one major version of Node, which is the one that runs this. */
const NODE_MAJOR = process.versions.node.split('.')[0] ?? '';

/** What is kept from one run of the tests to the next: `MEDIA_JOBS_N8N_CACHE`, else `media-jobs` in the user's folder for such things. */
export const cacheFolder = (env: NodeJS.ProcessEnv = process.env): string =>
  env['MEDIA_JOBS_N8N_CACHE'] || join(env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'media-jobs');

export const n8nFolder = (env: NodeJS.ProcessEnv = process.env): string =>
  join(cacheFolder(env), `n8n-${N8N_VERSION}-node${NODE_MAJOR}`);

/** The program of an n8n that is installed. @throws Error that says how to install it */
export async function n8nProgram(env: NodeJS.ProcessEnv = process.env): Promise<string> {
  const folder = n8nFolder(env);
  if (!(await isMade(folder, N8N_PACKAGES)))
    throw new Error(`There is no n8n in ${folder}. "node scripts/n8n/install.mts" installs it there.`);
  return join(folder, 'node_modules/n8n/bin/n8n');
}
