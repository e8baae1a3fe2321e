import { Presets, SingleBar } from 'cli-progress';
import type { Job } from '../pipeline/job/job';
import { printable } from './io';
import type { Out } from './io';
import type { Report, ToldError } from './report';
import { summary } from './summary';

/** How much of the bar each task is, and what it is called: the conversion takes the time. */
const TASKS: Record<string, { share: number; step: string } | undefined> = {
  probe: { share: 10, step: 'Reading' },
  import: { share: 5, step: 'Planning' },
  analyse: { share: 30, step: 'Analysing' },
  shorts: { share: 50, step: 'Cutting' },
  export: { share: 5, step: 'Saving' },
};
const CONVERSION = { share: 80, step: 'Converting' };
const taskOf = (kind: string) => TASKS[kind] ?? CONVERSION;

/** A progress bar over the tasks, then a summary; errors as sentences. */
export function terminalReport(out: Out, explain: (error: ToldError | null) => void): Report {
  const bar = new SingleBar(
    {
      stream: out,
      format: '{step} [{bar}] {percentage}%  {duration_formatted}',
      clearOnComplete: true,
      hideCursor: true,
      barsize: 30,
    },
    Presets.shades_classic,
  );
  let started = false;
  const stop = (): void => {
    if (started) bar.stop();
    started = false;
  };
  const say = (text: string): void => {
    if (!out.destroyed) out.write(`${text}\n`);
  };
  const fail = (error: ToldError): void => {
    stop();
    say(
      error.kind === 'cancelled'
        ? `Interrupted. ${error.next}`
        : [`Error: ${printable(error.message)}`, printable(error.next)].filter((line) => line !== '').join('\n'),
    );
    explain(error);
  };
  return {
    json: false,
    changed: (job) => {
      if (!started) bar.start(100, 0, { step: stepOf(job) });
      started = true;
      bar.update(progressOf(job), { step: stepOf(job) });
    },
    ended: (job, error) => {
      stop();
      if (error !== null) fail(error);
      else say(summary(job));
    },
    refused: fail,
    answer: (value) => say(JSON.stringify(value)),
    text: say,
  };
}

/** How far the whole job is, 0–100. */
export const progressOf = (job: Job): number =>
  Math.floor(
    job.tasks.reduce((sum, task) => sum + (task.progress ?? 0) * taskOf(task.kind).share, 0) /
      job.tasks.reduce((sum, task) => sum + taskOf(task.kind).share, 0),
  );

/** The task that began last. */
function stepOf(job: Job): string {
  const task = job.tasks.findLast((one) => one.started_at !== null);
  return taskOf(task?.kind ?? 'probe').step.padEnd(10);
}
