// Sources are made once and kept outside the repository, in the user's folder for such things.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

const folder = join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'media-jobs', 'benchmarks');

/**
 * The path of the file `name`, which `make` writes unless it is there. `recipe` is all that the file follows from: another recipe, another file.
 * It is made aside and renamed when complete, so nobody sees half a file.
 */
export async function cached(name: string, recipe: unknown, make: (path: string) => Promise<unknown>): Promise<string> {
  const place = join(
    folder,
    createHash('sha256')
      .update(JSON.stringify([name, recipe]))
      .digest('hex')
      .slice(0, 16),
  );
  const path = join(place, name);
  if (existsSync(path)) return path;
  await mkdir(folder, { recursive: true });
  const aside = await mkdtemp(join(folder, '.making-'));
  try {
    await make(join(aside, name));
    await rename(aside, place).catch((error: unknown) => {
      if (!existsSync(path)) throw error;
    });
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
  return path;
}
