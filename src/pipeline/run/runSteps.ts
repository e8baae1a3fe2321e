import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ErrorKind } from '../errors/table';
import type { Binary } from '../ffmpeg/find';
import type { RunLog } from '../ffmpeg/log';
import { putFont } from '../captions/font';
import { runFfmpeg } from '../ffmpeg/run';
import { applyOperation } from '../images/applyOperation';
import type { ImageOperation } from '../images/operation';
import { throwIfCancelled } from '../errors/cancelled';
import type { Step } from '../plan/types';
import { hasIndexInFront } from './indexInFront';
import { runPieces } from './runPieces';
import { MediaJobError, mediaError } from '../errors/mediaError';

export interface StepsUse {
  ffmpeg: Binary;
  /** The folder that the steps work in, absolute. */
  folder: string;
  signal: AbortSignal;
  /** 0–100, shared evenly among the steps that take time. */
  onProgress: (percent: number) => void;
}

/** Runs steps one after the other. Answers what ffmpeg said. @throws what the steps throw */
export async function runSteps(steps: readonly Step[], use: StepsUse): Promise<RunLog[]> {
  const { folder, signal, onProgress } = use;
  const logs: RunLog[] = [];
  const all = steps.reduce((sum, step) => sum + weightOf(step), 0);
  let done = 0;
  for (const step of steps) {
    throwIfCancelled(signal);
    const weight = weightOf(step);
    const share = (part: number) => onProgress((100 * (done + weight * Math.min(1, part))) / all);
    try {
      switch (step.tool) {
        case 'ffmpeg':
          logs.push(await runStep(step, { ...use, onProgress: share }));
          break;
        case 'sharp':
          await applyOperation(step.operation, folder, signal);
          break;
        case 'text':
          await writeFile(join(folder, step.file), step.text);
          break;
        case 'font':
          await putFont(join(folder, step.folder));
      }
    } catch (error) {
      throw error instanceof MediaJobError && error.kind === 'disk_full'
        ? mediaError('disk_full', { where: ` (${dirname(folder)})` }, error.cause)
        : error;
    }
    share(1);
    done += weight;
  }
  return logs;
}

/** Writing headers anew, or a text, takes no time. */
const weightOf = (step: Step): number =>
  step.tool === 'text' || step.tool === 'font' || (step.tool === 'sharp' && HEADERS.includes(step.operation.do))
    ? 0
    : 1;

const HEADERS: readonly ImageOperation['do'][] = ['time', 'clear', 'free'];

/** The quicker way where the plan knows one. What goes wrong with it, such as a source that ends early, is left to the plain one to say, or to do better. */
async function runStep(
  { argv, seconds, once, pieces }: Extract<Step, { tool: 'ffmpeg' }>,
  use: StepsUse,
): Promise<RunLog> {
  const { ffmpeg, folder, signal, onProgress } = use;
  const run = (args: string[]) =>
    runFfmpeg(ffmpeg, args, { cwd: folder, signal, onSeconds: (at) => onProgress(seconds ? at / seconds : 0) });
  try {
    if (pieces !== undefined) return await runPieces(pieces, use);
    if (once !== undefined) {
      const log = await run(once);
      if (await hasIndexInFront(join(folder, writtenBy(once)))) return log;
    }
  } catch (error) {
    throwIfCancelled(signal);
    if (error instanceof MediaJobError && NO_OTHER_WAY.has(error.kind)) throw error;
  }
  return run(argv);
}

/** What the plain way would end in as well. */
const NO_OTHER_WAY: ReadonlySet<ErrorKind> = new Set<ErrorKind>(['disk_full', 'limit_exceeded']);

/** The file that ffmpeg is told to write to. */
const writtenBy = (argv: readonly string[]): string => (argv.at(-1) ?? '').replace(/^file:/, '');
