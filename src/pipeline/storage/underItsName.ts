import { mkdir, rename, symlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/**
 * The file of a source under the source's own name, so that messages name what the user knows and not a passing file or an id.
 * What was fetched into the job's folder is renamed; what lies elsewhere is not touched but linked, where the system allows links.
 */
export async function underItsName(path: string, { name }: { name: string }, folder: string): Promise<string> {
  if (basename(path) === name) return path;
  const named = join(folder, 'input', name);
  await mkdir(dirname(named), { recursive: true });
  if (dirname(path) === folder) {
    await rename(path, named);
    return named;
  }
  return symlink(path, named).then(
    () => named,
    () => path,
  );
}
