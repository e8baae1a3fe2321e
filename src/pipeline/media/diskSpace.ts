import { statfs } from 'node:fs/promises';

/** With less than this (bytes) left, whatever went wrong while writing is put down to it. */
const NOTHING = 65_536;

/** Whether the disk that a folder lies on has no space left. False where that cannot be told. */
export const isFull = (folder: string): Promise<boolean> =>
  statfs(folder).then(
    ({ bavail, bsize }) => bavail * bsize < NOTHING,
    () => false,
  );
