import { stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { mapLimit } from '../base/mapLimit';
import type { Binaries } from '../ffmpeg/find';
import { measureDuration } from './measureDuration';
import { probePlaylist } from './probePlaylist';
import type { ProducedFile } from '../storage/destination';
import { isSegmented } from '../media/formats';
import type { MediaInfo } from '../media/mediaInfo';
import { excess, mismatch, otherLength, shortfall } from './asPlanned';
import type { Reading } from '../plan/reading';
import { probeFile } from './probe';
import { MediaJobError, mediaError } from '../errors/mediaError';
import type { ExpectedOutput } from '../media/expectedOutput';

/** An output that was probed and found to be what the plan said. */
export interface Verified {
  file: ProducedFile;
  info: MediaInfo;
}

/** What the outputs were made from, and with. */
export interface Making {
  /** Null: our own passing files. */
  source: MediaInfo | null;
  part: Reading;
  binaries: Binaries;
  signal: AbortSignal;
  /** Samples of sound that were encoded for the first output; absent or null: it was copied, or nobody knows. */
  samples?: number | null;
}

/**
 * Probes every output of a plan and holds it against what was planned: an encoder's exit code is no proof.
 * @throws output_incomplete, cancelled
 */
export async function verifyOutputs(
  outputs: readonly ExpectedOutput[],
  folder: string,
  making: Making,
): Promise<Verified[]> {
  const { source, part, binaries, signal, samples = null } = making;
  const against = async (of: MediaInfo, output: ExpectedOutput, info: MediaInfo) => {
    const from = { source: of, part, measure: () => measureDuration(of.path, binaries.ffmpeg, signal) };
    return (
      (await shortfall(output, info, from)) ??
      excess(output, info, { ...from, samples: output === outputs[0] ? samples : null })
    );
  };
  return mapLimit(availableParallelism(), outputs, async (output) => {
    const path = join(folder, output.file);
    const bytes = await stat(path).then(
      ({ size }) => size,
      () => 0,
    );
    const incomplete = (why: string, cause?: unknown) =>
      mediaError('output_incomplete', { why: `${output.file} ${why}` }, cause);
    if (bytes === 0) throw incomplete('is empty or was not written');
    const info = await probeOutput(path, output, making).catch((error: unknown) => {
      // A result that cannot be read is not the input's fault, as the probe would have it.
      throw error instanceof MediaJobError && error.kind.startsWith('input_')
        ? incomplete('cannot be read', error)
        : error;
    });
    const why =
      mismatch(output, info) ?? (source === null ? otherLength(output, info) : await against(source, output, info));
    if (why !== null) throw incomplete(why);
    return { file: { ...output, path, bytes }, info };
  });
}

const probeOutput = (path: string, { format }: ExpectedOutput, { binaries, signal }: Making): Promise<MediaInfo> =>
  isSegmented(format) ? probePlaylist(path, binaries, signal) : probeFile(path, binaries, signal);
