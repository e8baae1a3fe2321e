import { rename, writeFile } from 'node:fs/promises';

/** Gives a file other bytes at once: whoever reads it meanwhile finds it as it was or as it is, and never empty. */
export async function replaceBytes(path: string, bytes: Buffer): Promise<void> {
  const next = `${path}.next`;
  await writeFile(next, bytes);
  await rename(next, path);
}
