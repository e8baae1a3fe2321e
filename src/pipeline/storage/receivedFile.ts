import { open, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { workFileError } from './fileProblem';

/**
 * Makes a new file in a job's folder for an input that comes from elsewhere, and removes it again if filling it fails. Its name is
 * ours, and has no extension: ffmpeg is to judge the content, not the name.
 * @returns its path @throws disk_full, output_unwritable
 */
export async function receivedFile(folder: string, fill: (file: FileHandle) => Promise<void>): Promise<string> {
  const { path, file } = await newFile(folder);
  try {
    await fill(file);
  } catch (error) {
    await file.close();
    await rm(path, { force: true });
    throw error;
  }
  await file.close();
  return path;
}

/** That file while it is empty, open for reading and writing. @throws disk_full, output_unwritable */
export async function newFile(folder: string): Promise<{ path: string; file: FileHandle }> {
  const path = join(folder, 'source');
  const file = await open(path, 'wx+', 0o600).catch((error: unknown) => {
    throw workFileError(error, folder);
  });
  return { path, file };
}
