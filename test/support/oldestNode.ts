import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cacheFolder } from '../../scripts/n8n/folder.mts';
import { madeOnce } from '../../scripts/n8n/madeOnce.mts';
import { ROOT } from '../package/manifest';

/** The oldest Node that package.json promises to run on, from the npm registry. It is kept from one run of the tests to the next. @returns its path */
export async function oldestNode(): Promise<string> {
  const { engines } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as { engines: { node: string } };
  const name = `node-${process.platform}-${process.arch}`;
  const recipe = { private: true, dependencies: { [name]: `${engines.node.replace('>=', '')}.0` } };
  const folder = await madeOnce(join(cacheFolder(), 'oldest-node'), recipe, async (aside) => {
    await writeFile(join(aside, 'package.json'), JSON.stringify(recipe));
    await promisify(execFile)('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: aside });
  });
  return join(folder, 'node_modules', name, 'bin/node');
}
