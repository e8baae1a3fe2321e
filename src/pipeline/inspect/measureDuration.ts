import { fileInput } from '../plan/inputArgs';
import type { Binary } from '../ffmpeg/find';
import { runFfmpeg } from '../ffmpeg/run';
import { MediaJobError } from '../errors/mediaError';

/** Picture and sound, or whatever the file holds. */
const STREAMS = { first: ['-map', '0:v:0?', '-map', '0:a:0?'], all: ['-map', '0'] };

/**
 * Seconds of a file as they really are there, where the header does not say (browser recordings) or is not believed: read through once without decoding.
 * null when nothing has a time, or it cannot be read.
 */
export async function measureDuration(
  path: string,
  ffmpeg: Binary,
  signal: AbortSignal = new AbortController().signal,
  streams: keyof typeof STREAMS = 'first',
): Promise<number | null> {
  let seconds: number | null = null;
  try {
    await runFfmpeg(ffmpeg, [...fileInput(path), ...STREAMS[streams], '-c', 'copy', '-f', 'null', '-'], {
      signal,
      onSeconds: (at) => (seconds = at),
    });
  } catch (error) {
    if (!(error instanceof MediaJobError) || !GIVEN_UP.has(error.kind)) throw error;
  }
  return seconds;
}

const GIVEN_UP: ReadonlySet<string> = new Set(['encode_failed', 'input_damaged']);
