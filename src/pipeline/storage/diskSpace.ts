import { statfs } from 'node:fs/promises';
import { mediaError } from '../errors/mediaError';

/** With less than this (bytes) left, whatever went wrong while writing is put down to it. */
const NOTHING = 65_536;

/** Left free for everything else on the disk (bytes), and of a small disk this share. */
const RESERVE = 200_000_000;
const SHARE = 0.05;

export interface DiskSpace {
  /** Bytes that this user can still write. */
  free: number;
  /** Bytes of them that jobs leave to others. */
  reserve: number;
}

/** The disk that a folder lies on; null where that cannot be told. */
export const diskSpace = (folder: string): Promise<DiskSpace | null> =>
  statfs(folder).then(
    ({ bavail, blocks, bsize }) => ({ free: bavail * bsize, reserve: Math.min(RESERVE, SHARE * blocks * bsize) }),
    () => null,
  );

/** Whether the disk that a folder lies on has no space left. False where that cannot be told. */
export const isFull = async (folder: string): Promise<boolean> =>
  ((await diskSpace(folder))?.free ?? Infinity) < NOTHING;

/** Refuses to write so many bytes where that would not leave the reserve. @throws disk_full */
export async function refuseFullDisk(folder: string, bytes: number): Promise<void> {
  const disk = await diskSpace(folder);
  if (disk === null || disk.free >= bytes + disk.reserve) return;
  throw mediaError('disk_full', {
    where: ` (${folder} has ${megabytes(disk.free)} left, and the job may need ${megabytes(bytes + disk.reserve)})`,
  });
}

export const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6).toLocaleString('en-US')} MB`;
