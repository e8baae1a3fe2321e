// Installs this package, built, in the folder of an n8n.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { npmPack } from '../npmPack.mts';
import { cacheFolder } from './folder.mts';
import { madeOnce } from './madeOnce.mts';

const run = promisify(execFile);

const NAME = 'n8n-nodes-media-jobs';

/**
 * Installs this package, built and packed as npm would publish it, in an n8n's folder for community nodes (`.n8n/nodes`), in place of what was there. What it depends on was
 * installed by npm as n8n does it, and is kept: it stays the same until the package asks for something else.
 */
export async function installPackage(nodes: string): Promise<void> {
  const temporary = await mkdtemp(join(tmpdir(), 'media-jobs-packed-'));
  try {
    const tarball = join(temporary, (await npmPack('--pack-destination', temporary)).filename);
    const installed = join(nodes, 'node_modules', NAME);
    await rm(join(nodes, 'node_modules'), { recursive: true, force: true });
    await mkdir(installed, { recursive: true });
    await run('tar', ['-xzf', tarball, '-C', installed, '--strip-components=1']);
    const manifest = JSON.parse(await readFile(join(installed, 'package.json'), 'utf8')) as Manifest;
    await writeFile(
      join(nodes, 'package.json'),
      JSON.stringify({ private: true, dependencies: { [NAME]: manifest.version } }),
    );
    await link(await dependencies(tarball, manifest), nodes);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

interface Manifest {
  version: string;
  dependencies: Record<string, string>;
  optionalDependencies: Record<string, string>;
}

/** A folder in which npm has installed the package with all that it asks for. */
async function dependencies(tarball: string, { dependencies, optionalDependencies }: Manifest): Promise<string> {
  const recipe = { dependencies, optionalDependencies, node: process.versions.modules };
  const hash = createHash('sha256').update(JSON.stringify(recipe)).digest('hex').slice(0, 16);
  return madeOnce(join(cacheFolder(), `dependencies-${hash}`), recipe, async (folder) => {
    await writeFile(join(folder, 'package.json'), '{"private":true}');
    await copyFile(tarball, join(folder, 'package.tgz'));
    await run('npm', [
      'install',
      '--prefix',
      folder,
      join(folder, 'package.tgz'),
      '--ignore-scripts',
      '--legacy-peer-deps',
      '--no-audit',
      '--no-fund',
    ]);
  });
}

/** All that lies in the folder's node_modules, also below the package itself, but the package. */
async function link(from: string, to: string): Promise<void> {
  for (const place of ['node_modules', `node_modules/${NAME}/node_modules`]) {
    const names = await readdir(join(from, place)).catch(() => []);
    if (names.length > 0) await mkdir(join(to, place), { recursive: true });
    for (const name of names.filter((each) => each !== NAME))
      await symlink(join(from, place, name), join(to, place, name));
  }
}
