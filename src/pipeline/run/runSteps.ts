import { sep } from 'node:path';
import type { ErrorKind } from '../errors/table';
import type { Binary } from '../ffmpeg/find';
import type { RunLog } from '../ffmpeg/log';
import { runFfmpeg } from '../ffmpeg/run';
import { applyOperation } from '../images/applyOperation';
import { throwIfCancelled } from '../errors/cancelled';
import { WORK_FOLDER_PREFIX } from '../storage/workFolder';
import type { Step } from '../plan/types';
import { hasIndexInFront } from './indexInFront';
import { runPieces } from './runPieces';
import { MediaJobError, mediaError } from '../errors/mediaError';

/** Runs steps one after the other; progress is shared evenly among them, 0–100. Answers what ffmpeg said. @throws what the steps throw */
export async function runSteps(
  steps: readonly Step[],
  ffmpeg: Binary,
  signal: AbortSignal,
  onProgress: (percent: number) => void,
): Promise<RunLog[]> {
  const logs: RunLog[] = [];
  for (const [index, step] of steps.entries()) {
    throwIfCancelled(signal);
    const share = (part: number) => onProgress((100 * (index + Math.min(1, part))) / steps.length);
    try {
      if (step.tool === 'ffmpeg') {
        logs.push(await runStep(step, ffmpeg, signal, share));
      } else {
        await applyOperation(step.operation, signal);
      }
    } catch (error) {
      throw error instanceof MediaJobError && error.kind === 'disk_full'
        ? mediaError('disk_full', { where: diskOf(step) }, error.cause)
        : error;
    }
    share(1);
  }
  return logs;
}

/** The quicker way where the plan knows one. What goes wrong with it, such as a source that ends early, is left to the plain one to say, or to do better. */
async function runStep(
  { argv, seconds, once, pieces }: Extract<Step, { tool: 'ffmpeg' }>,
  ffmpeg: Binary,
  signal: AbortSignal,
  onProgress: (part: number) => void,
): Promise<RunLog> {
  const run = (args: string[]) =>
    runFfmpeg(ffmpeg, args, { signal, onSeconds: (at) => onProgress(seconds ? at / seconds : 0) });
  try {
    if (pieces !== undefined) return await runPieces(pieces, ffmpeg, signal, onProgress);
    if (once !== undefined) {
      const log = await run(once);
      if (await hasIndexInFront(writtenBy(once))) return log;
    }
  } catch (error) {
    throwIfCancelled(signal);
    if (error instanceof MediaJobError && NO_OTHER_WAY.has(error.kind)) throw error;
  }
  return run(argv);
}

/** What the plain way would end in as well. */
const NO_OTHER_WAY: ReadonlySet<ErrorKind> = new Set<ErrorKind>(['disk_full', 'limit_exceeded']);

/** The disk that a step writes to, named by the folder that the user knows: the one that the job's own folder lies in. */
function diskOf(step: Step): string {
  const written =
    step.tool === 'ffmpeg'
      ? writtenBy(step.argv)
      : step.operation.do === 'render'
        ? step.operation.output
        : step.operation.folder;
  const at = written.indexOf(`${sep}${WORK_FOLDER_PREFIX}`);
  return at < 0 ? '' : ` (${written.slice(0, at)})`;
}

/** The path that ffmpeg is told to write to. */
const writtenBy = (argv: readonly string[]): string => (argv.at(-1) ?? '').replace(/^file:/, '');
