// Installs a real n8n for the tests of test/system/n8n in a cache outside of the repository, and prints where it lies: node scripts/n8n/install.mts
// The first time this takes some minutes and 3 GB, later nothing. Needs npm, and python3, make and g++, since n8n's sqlite3 is compiled.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { setPriority } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { N8N_PACKAGES, n8nFolder } from './folder.mts';
import { madeOnce } from './madeOnce.mts';

/** The npm package that holds this very Node: with the headers that are needed for compiling. */
const NODE_PACKAGE = `node-${process.platform === 'darwin' && process.arch === 'arm64' ? 'bin-' : ''}${process.platform}-${process.arch}`;

// Tests may run beside this.
setPriority(10);
console.log(await madeOnce(n8nFolder(), N8N_PACKAGES, install));

async function install(folder: string): Promise<void> {
  const { dependencies, ...others } = N8N_PACKAGES;
  const manifest = {
    private: true,
    dependencies: { ...dependencies, [NODE_PACKAGE]: process.versions.node },
    ...others,
  };
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
  await npm(folder, 'install', '--ignore-scripts', '--no-audit', '--no-fund');
  await npm(folder, 'rebuild', 'sqlite3', '--foreground-scripts');
}

/** npm on this very Node. What it prints goes to stderr. */
async function npm(folder: string, ...argv: string[]): Promise<void> {
  const env = {
    ...process.env,
    PATH: [dirname(process.execPath), process.env['PATH']].join(delimiter),
    npm_config_loglevel: 'error',
    npm_config_nodedir: join(folder, 'node_modules', NODE_PACKAGE),
    // A database that is compiled in half the time will do for tests.
    CFLAGS: '-O1 -w',
    CXXFLAGS: '-O1 -w',
  };
  const [code] = (await once(spawn('npm', argv, { cwd: folder, env, stdio: ['ignore', 2, 2] }), 'close')) as [
    number | null,
  ];
  if (code !== 0) throw new Error(`npm ${argv.join(' ')} failed in ${folder}`);
}
