import { statfs } from 'node:fs/promises';

/** Left free for everything else on a disk (bytes). */
export const DISK_RESERVE = 200_000_000;

/** Bytes that are free on the disk of a folder; null where that cannot be told. */
export async function freeOn(folder: string): Promise<number | null> {
  const disk = await statfs(folder).catch(() => null);
  return disk === null ? null : disk.bavail * disk.bsize;
}

export const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6).toLocaleString('en-US')} MB`;
