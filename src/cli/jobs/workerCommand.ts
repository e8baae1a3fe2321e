import { setTimeout as pause } from 'node:timers/promises';
import type { Engine } from '../../jobs/engine';
import type { JobEvent } from '../../jobs/store/event';
import { EXIT } from '../exitCode';
import type { Io } from '../io';
import { printable } from '../io';
import type { Report } from '../report';
import { timeText } from './jobText';
import { withEngine } from './withEngine';
import { mediaError } from '../../pipeline/errors/mediaError';
import { inputOf } from './inputOf';

export interface WorkerFlags {
  concurrency?: string;
  untilEmpty?: boolean;
  json?: boolean;
  debug?: boolean;
}

/** How often it is looked whether there is nothing left to do (ms). */
const LOOK_MS = 200;

/** Runs `media-jobs worker`: runs stored jobs until it is interrupted, which is no failure, or until there are none. @returns the exit code */
export async function workerCommand(
  flags: WorkerFlags,
  problems: readonly string[],
  io: Io,
  signal: AbortSignal,
): Promise<number> {
  const { concurrency } = flags;
  const wrong =
    concurrency === undefined || /^[1-9]\d{0,2}$/.test(concurrency)
      ? []
      : [`"concurrency" must be a whole number from 1 to 999 (given: ${JSON.stringify(concurrency)}).`];
  const engine = concurrency === undefined ? {} : { concurrency: Number(concurrency) };
  return withEngine({ io, signal, flags, problems: [...problems, ...wrong], engine }, async (running, report) => {
    if (signal.aborted) throw mediaError('cancelled', {});
    await running.jobs.subscribe((event) => tell(event, report));
    await running.start();
    if (!report.json)
      report.text(`Running jobs of ${running.home.folder}. Ctrl-C ends it: what runs then goes back into the queue.`);
    await untilDone(running, flags.untilEmpty ?? false, signal);
    return EXIT.succeeded;
  });
}

/** Resolves at an interruption, or when no job is left to be run and no webhook is due. */
async function untilDone(engine: Engine, untilEmpty: boolean, signal: AbortSignal): Promise<void> {
  while (!signal.aborted && !(untilEmpty && (await engine.isIdle())))
    await pause(LOOK_MS, undefined, { signal }).catch(() => undefined);
}

/** A line for each job that begins or ends; JSON lines hold the job object. */
function tell({ type, at, job }: JobEvent, report: Report): void {
  if (type === 'job.progress') return;
  if (report.json) {
    report.answer(job);
    return;
  }
  report.text(`${timeText(at)}  ${job.id}  ${job.status}  ${printable(whatOf(type, job) ?? '')}`);
}

function whatOf(type: JobEvent['type'], job: JobEvent['job']): string | null | undefined {
  if (type === 'job.failed') return job.error?.message;
  return type === 'job.succeeded' ? job.output : `${job.kind} of ${inputOf(job)}`;
}
