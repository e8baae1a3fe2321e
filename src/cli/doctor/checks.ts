import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { childEnv } from '../../pipeline/ffmpeg/childEnv';
import type { Binaries } from '../../pipeline/ffmpeg/find';
import { kindOf, kindsOf } from '../../pipeline/kinds';
import type { KindName } from '../../pipeline/kinds';
import type { Format } from '../../pipeline/media/formats';
import { destinationAt } from '../../pipeline/kinds/destinationAt';
import { fileSource } from '../../pipeline/storage/sources';
import { parseRequest } from '../../pipeline/request/request';
import { runJob } from '../../pipeline/run/run';
import { mediaError } from '../../pipeline/errors/mediaError';

/** One combination that a user can ask for. */
export interface Combination {
  kind: KindName;
  format: Format;
  codec: string;
  /** What a job gets when nothing is chosen. */
  default: boolean;
}

export interface Check extends Combination {
  works: boolean;
  /** Why not. */
  why?: string;
}

/** Every kind × format × codec, the default of a kind first. */
export function combinations(): Combination[] {
  return kindsOf('createJob').flatMap((kind) => {
    const { formats, codecsOf, defaultFormats } = kindOf(kind);
    return formats.flatMap((format) =>
      codecsOf(format).map((codec, index) => ({
        kind,
        format,
        codec,
        default: index === 0 && defaultFormats.includes(format),
      })),
    );
  });
}

/** A second of moving picture and tone in codecs that every ffmpeg can write. */
const SAMPLE = [
  '-f',
  'lavfi',
  '-i',
  'testsrc2=size=320x180:rate=10:duration=1',
  '-f',
  'lavfi',
  '-i',
  'sine=frequency=440:duration=1',
  '-c:v',
  'ffv1',
  '-c:a',
  'pcm_s16le',
];
const WITHIN_MS = 60_000;

/** Tries each combination with a whole job on a sample of one second, so that what works here works for a user. @param folder empty; the caller removes it */
export async function tryAll(binaries: Binaries, folder: string, signal: AbortSignal): Promise<Check[]> {
  const sample = join(folder, 'sample.mkv');
  const made = await execa(binaries.ffmpeg.path, ['-hide_banner', '-nostdin', '-y', ...SAMPLE, sample], {
    extendEnv: false,
    env: childEnv(),
    reject: false,
    timeout: WITHIN_MS,
    cancelSignal: signal,
  });
  if (made.isCanceled) throw mediaError('cancelled', {});
  if (made.exitCode !== 0)
    throw mediaError('ffmpeg_missing', { why: `${binaries.ffmpeg.path} cannot write a sample file` }, made);

  const waiting = [...combinations().entries()];
  const checks: Check[] = [];
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [index, combination] = next;
      checks[index] = await tryOne(combination, sample, join(folder, String(index)), binaries, signal);
    }
  };
  // All are waited for, also when one is interrupted: the folder must not go while another still writes to it.
  const ended = await Promise.allSettled(Array.from({ length: Math.min(4, availableParallelism()) }, worker));
  const failed = ended.find((one) => one.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  return checks;
}

async function tryOne(
  combination: Combination,
  sample: string,
  output: string,
  binaries: Binaries,
  signal: AbortSignal,
): Promise<Check> {
  const { kind, format, codec } = combination;
  const request = parseRequest({ kind, input: sample, options: kindOf(kind).sample(format, codec) });
  const destination = destinationAt(kind, output, { overwrite: false });
  const patience = AbortSignal.timeout(WITHIN_MS);
  const { error } = await runJob({
    request,
    source: fileSource(sample),
    destination,
    binaries,
    signal: AbortSignal.any([signal, patience]),
  });
  if (signal.aborted) throw mediaError('cancelled', {}, error);
  if (error === null) return { ...combination, works: true };
  return {
    ...combination,
    works: false,
    why: patience.aborted ? `it took longer than ${WITHIN_MS / 1000} s` : error.message,
  };
}
