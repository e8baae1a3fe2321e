import { fileInput } from '../plan/inputArgs';
import type { Binary } from '../ffmpeg/find';
import { runFfmpeg } from '../ffmpeg/run';
import { MediaJobError } from '../errors/mediaError';

/**
 * Seconds of a file as they really are there, where the header does not say (browser recordings) or is not believed: read through once without decoding.
 * null when nothing has a time, or it cannot be read.
 * @param stream the index of the one whose end is wanted, counted from where the first of them begins; absent: whatever the file holds
 */
export async function measureDuration(
  path: string,
  ffmpeg: Binary,
  signal: AbortSignal = new AbortController().signal,
  stream?: number,
): Promise<number | null> {
  let seconds: number | null = null;
  try {
    await runFfmpeg(
      ffmpeg,
      [...fileInput(path), '-map', stream === undefined ? '0' : `0:${stream}`, '-c', 'copy', '-f', 'null', '-'],
      {
        signal,
        onSeconds: (at) => (seconds = at),
      },
    );
  } catch (error) {
    if (!(error instanceof MediaJobError) || !GIVEN_UP.has(error.kind)) throw error;
  }
  return seconds;
}

const GIVEN_UP: ReadonlySet<string> = new Set(['encode_failed', 'input_damaged']);
