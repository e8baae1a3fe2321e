import { dirname } from 'node:path';
import type { Binaries } from '../ffmpeg/find';
import { judgeDamage } from '../inspect/damage';
import type { ErrorKind } from '../errors/table';
import { writeMasterPlaylist } from '../hls/masterPlaylist';
import type { Encoded } from '../kinds/stepRunner';
import { isFull } from '../storage/diskSpace';
import { fileObject } from '../job/fileObject';
import type { MediaInfo } from '../media/mediaInfo';
import type { Plan } from '../plan/types';
import { partRead } from '../plan/partRead';
import { runSteps } from './runSteps';
import { verifyOutputs } from '../inspect/verify';
import { MediaJobError, mediaError } from '../errors/mediaError';

/**
 * Runs a plan, judges what was said of the input, and holds what came out against the plan.
 * @throws encode_failed, encode_killed, disk_full, input_damaged, output_incomplete, cancelled
 */
export async function encode(
  plan: Plan,
  folder: string,
  source: MediaInfo,
  binaries: Binaries,
  signal: AbortSignal,
  onProgress: (percent: number) => void,
): Promise<Encoded> {
  try {
    return await make(plan, folder, source, binaries, signal, onProgress);
  } catch (error) {
    // Not every muxer says that it could not write.
    if (error instanceof MediaJobError && UNFINISHED.has(error.kind) && (await isFull(folder)))
      throw mediaError('disk_full', { where: ` (${dirname(folder)})` }, error);
    throw error;
  }
}

const UNFINISHED: ReadonlySet<ErrorKind> = new Set<ErrorKind>(['encode_failed', 'output_incomplete']);

async function make(
  plan: Plan,
  folder: string,
  source: MediaInfo,
  binaries: Binaries,
  signal: AbortSignal,
  onProgress: (percent: number) => void,
): Promise<Encoded> {
  const logs = await runSteps(plan.steps, binaries.ffmpeg, signal, onProgress);
  const part = partRead(plan.steps);
  const outputs = plan.outputs.filter(({ file }) => file !== plan.master?.file);
  // Each waits for processes of its own, so they wait together. Both have ended before one of them fails: nothing reads the folder any more.
  const [damage, proof] = await Promise.allSettled([
    judgeDamage({ source, part, logs, binaries, signal }),
    verifyOutputs(outputs, folder, { source, part, binaries, signal }),
  ]);
  // What is wrong with the input explains what is wrong with the output.
  const warnings = valueOf(damage);
  const verified = valueOf(proof);
  const files = verified.map(({ file }) => file);
  const [first] = verified;
  if (first === undefined) throw mediaError('internal_error', { why: 'the plan has no output' });
  if (plan.master === undefined) return { files, output: fileObject(first.file.file, first.info), warnings };
  const { master, segments } = await writeMasterPlaylist(
    folder,
    plan.master,
    new Map(verified.map(({ file, info }) => [file.file, info])),
  );
  const bytes = segments.reduce((sum, segment) => sum + segment.bytes, 0);
  const sound = verified.find(({ info }) => info.audio !== null)?.info ?? null;
  const whole = {
    ...first.info,
    bytes,
    audio: sound?.audio ?? null,
    bitrate: first.info.duration ? Math.round((8 * bytes) / first.info.duration) : null,
  };
  return { files: [master, ...files, ...segments], output: fileObject(master.file, whole), warnings };
}

function valueOf<T>(settled: PromiseSettledResult<T>): T {
  if (settled.status === 'rejected') throw settled.reason;
  return settled.value;
}
