import type { Option } from 'commander';
import type { Engine } from '../../jobs/engine';
import { isGone } from '../../pipeline/base/processIdentity';
import type { JobOrder } from '../../jobs/order';
import type { JobView } from '../../jobs/jobView';
import { EXIT } from '../exitCode';
import type { Io } from '../io';
import { printable } from '../io';
import type { CreateFlags } from './createFlags';
import { readOrder } from './readOrder';
import { waitForJob } from './waitForJob';
import { withEngine } from './withEngine';
import { inputOf } from './inputOf';

/** Runs `media-jobs jobs create`. @param words that no flag took @param known the flags of the command @returns the exit code */
export async function createCommand(
  flags: CreateFlags,
  words: readonly string[],
  known: readonly Option[],
  io: Io,
  signal: AbortSignal,
): Promise<number> {
  return withEngine({ io, signal, flags }, async (engine, report) => {
    const order = await readOrder(flags, words, known, io, signal);
    const job = await engine.jobs.create(order, signal);
    if (flags.wait) return waitForJob(engine, job, report, signal);
    if (report.json) report.answer(job);
    else report.text(await createdText(job, order, engine));
    return EXIT.succeeded;
  });
}

async function createdText(job: JobView, { idempotencyKey }: JobOrder, engine: Engine): Promise<string> {
  const again = idempotencyKey !== undefined && job.status !== 'queued' ? ' (it was there already)' : '';
  const lines = [
    `Job ${job.id} is ${job.status}${again}: ${job.kind} of ${printable(inputOf(job))}`,
    `Look at it with: media-jobs jobs get ${job.id}`,
  ];
  const runs = await engine.hasWorker((worker) => !isGone(worker));
  if (!runs && job.status === 'queued')
    lines.push('No process runs jobs at the moment. Start one with: media-jobs worker');
  return lines.join('\n');
}
