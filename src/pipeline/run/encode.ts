import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Binaries } from '../ffmpeg/find';
import { judgeDamage } from '../inspect/damage';
import type { ErrorKind } from '../errors/table';
import { encodedSamples } from '../ffmpeg/log';
import type { Made, OnProgress } from '../kinds/maker';
import { isFull } from '../storage/diskSpace';
import { fileObject } from '../job/fileObject';
import type { MediaInfo } from '../media/mediaInfo';
import type { Plan } from '../plan/types';
import { asRecorded } from '../plan/reading';
import { writeFinish } from './finish';
import { runSteps } from './runSteps';
import { verifyOutputs } from '../inspect/verify';
import { MediaJobError, mediaError } from '../errors/mediaError';

export interface EncodeUse {
  /** The job's own, absolute. */
  folder: string;
  /** What the plan reads; null: our own passing files. */
  source: MediaInfo | null;
  binaries: Binaries;
  signal: AbortSignal;
  onProgress: OnProgress;
}

/**
 * Runs a plan, judges what was said of the input, and holds what came out against the plan. What copies, and does not come out as planned, is encoded instead:
 * containers name codecs that they do not hold.
 * @throws encode_failed, encoder_missing, encode_killed, disk_full, input_damaged, output_incomplete, cancelled
 */
export async function encode(plan: Plan, use: EncodeUse): Promise<Made> {
  try {
    return await make(plan, use);
  } catch (error) {
    if (!(error instanceof MediaJobError) || !UNFINISHED.has(error.kind)) throw error;
    // Not every muxer says that it could not write.
    if (await isFull(use.folder)) throw mediaError('disk_full', { where: ` (${dirname(use.folder)})` }, error);
    const instead = plan.instead?.();
    if (instead === undefined) throw error;
    const made = await encode(instead, use);
    const warning = { kind: 'copy_failed', message: COPY_FAILED };
    return { ...made, warnings: [warning, ...instead.warnings, ...made.warnings], untrue: plan.warnings };
  }
}

const COPY_FAILED =
  'What could have been copied did not come out right and was encoded instead: the input is not what its container says.';

const UNFINISHED: ReadonlySet<ErrorKind> = new Set<ErrorKind>(['encode_failed', 'output_incomplete']);

async function make(plan: Plan, use: EncodeUse): Promise<Made> {
  const { folder, source, binaries, signal } = use;
  const logs = await runSteps(plan.steps, { ...use, ffmpeg: binaries.ffmpeg });
  // What only one clip of many needs goes as soon as that is done.
  await Promise.all(plan.passing.map((file) => rm(join(folder, file), { force: true })));
  const [part = asRecorded(0, null)] = plan.reads;
  // Each waits for processes of its own, so they wait together. Both have ended before one of them fails: nothing reads the folder any more.
  const [damage, proof] = await Promise.allSettled([
    source === null ? [] : judgeDamage({ source, part, logs, binaries, signal }),
    verifyOutputs(plan.outputs, folder, { source, part, binaries, signal, samples: encodedSamples(logs) }),
  ]);
  // What is wrong with the input explains what is wrong with the output.
  const warnings = valueOf(damage);
  const verified = valueOf(proof);
  const [first] = verified;
  if (first === undefined) throw mediaError('internal_error', { why: 'the plan has no output' });
  const made: Made = {
    files: verified.map(({ file }) => file),
    output: fileObject(first.file.file, first.info),
    info: first.info,
    warnings,
  };
  const probed = new Map(verified.map(({ file, info }) => [file.file, info]));
  for (const finish of plan.finish) {
    const { main, parts, info } = await writeFinish(finish, folder, probed);
    made.files = [main, ...made.files, ...parts];
    made.output = fileObject(main.file, info);
  }
  return made;
}

function valueOf<T>(settled: PromiseSettledResult<T>): T {
  if (settled.status === 'rejected') throw settled.reason;
  return settled.value;
}
