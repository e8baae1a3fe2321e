import { stat } from 'node:fs/promises';

/** Whether two paths lead to one file, by whatever names: the input must not be its own output. A path that leads nowhere is no file. */
export async function isSameFile(one: string, other: string): Promise<boolean> {
  const look = (path: string) => stat(path, { bigint: true }).catch(() => null);
  const [a, b] = await Promise.all([look(one), look(other)]);
  return a !== null && b !== null && a.dev === b.dev && a.ino === b.ino;
}
