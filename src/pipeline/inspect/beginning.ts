import { throwIfCancelled } from '../errors/cancelled';
import { MediaJobError } from '../errors/mediaError';
import type { Binary } from '../ffmpeg/find';
import { runFfmpeg } from '../ffmpeg/run';
import { fileInput } from '../plan/inputArgs';

/** Seconds that are decoded: no codec holds back more pictures. */
const BEGINNING = 1;

/** A stream, and how long it may take to decode its beginning (milliseconds). */
interface Decoding {
  path: string;
  stream: number;
  within: number;
}

/** What ffmpeg's decoder complains of at the beginning of a stream. @throws cancelled */
export async function complaintsAtBeginning(
  { path, stream, within }: Decoding,
  ffmpeg: Binary,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, number>> {
  const limit = AbortSignal.timeout(within);
  try {
    const argv = ['-t', `${BEGINNING}`, ...fileInput(path), '-map', `0:${stream}`, '-f', 'null', '-'];
    return (await runFfmpeg(ffmpeg, argv, { signal: AbortSignal.any([signal, limit]) })).complaints;
  } catch (error) {
    throwIfCancelled(signal);
    if (!(error instanceof MediaJobError)) throw error;
    return error.kind === 'input_damaged' ? new Map([[error.message, 1]]) : new Map();
  }
}
