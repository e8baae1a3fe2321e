import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Binaries } from '../ffmpeg/find';
import { runFfmpeg } from '../ffmpeg/run';
import type { Media } from '../inspect/probe';
import { breaksClock } from '../inspect/tsClock';
import { fileInput } from '../plan/inputArgs';
import { MediaJobError } from '../errors/mediaError';

/** Cannot be copied so: it is read as it is. */
const UNFIT: readonly string[] = ['encode_failed', 'input_damaged', 'encoder_missing'];

/**
 * Puts a transport stream whose clock begins anew, or jumps, on one clock: copied without encoding into a file of the job's own, which is read in its place. Its
 * length is right then, and a cut finds its place. @param name of the source @returns the path to read; null: the source is to be read as it is @throws disk_full, cancelled
 */
export async function onOneClock(
  { path, bytes }: Media,
  { name, folder, binaries, signal }: { name: string; folder: string; binaries: Binaries; signal: AbortSignal },
): Promise<string | null> {
  if (!(await breaksClock(bytes))) return null;
  const steady = join(folder, 'one-clock', name);
  await mkdir(join(folder, 'one-clock'));
  const streams = ['-map', '0:v?', '-map', '0:a?', '-c', 'copy'];
  try {
    await runFfmpeg(binaries.ffmpeg, [...fileInput(path), ...streams, '-f', 'mpegts', `file:${steady}`], { signal });
    return steady;
  } catch (error) {
    if (error instanceof MediaJobError && UNFIT.includes(error.kind)) return null;
    throw error;
  }
}
