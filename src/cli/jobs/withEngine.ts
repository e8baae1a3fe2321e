import type { Engine } from '../../jobs/engine';
import { openEngine } from '../../jobs/openEngine';
import type { EngineOptions } from '../../jobs/engine';
import { exitCodeOf } from '../exitCode';
import type { Io } from '../io';
import type { Report } from '../report';
import { reportTo } from '../reportTo';
import { mediaError, toMediaError } from '../../pipeline/errors/mediaError';

/** What a command on stored jobs is run with. */
export interface JobsUse {
  io: Io;
  signal: AbortSignal;
  flags: { json?: boolean; debug?: boolean };
  /** What is wrong with words that no flag took. */
  problems?: readonly string[];
  engine?: Partial<EngineOptions>;
}

/** Runs a command with the job store open, which is closed when it ends; tells what goes wrong. @returns the exit code */
export async function withEngine(
  { engine: options, ...jobs }: JobsUse,
  use: (engine: Engine, report: Report) => Promise<number>,
): Promise<number> {
  return withReport(jobs, async (report) => {
    const engine = await openEngine({ env: jobs.io.env, ...options });
    try {
      return await use(engine, report);
    } finally {
      await engine.stop();
    }
  });
}

/** Runs a command, and tells what goes wrong. @returns the exit code */
export async function withReport(
  { io, signal, flags, problems = [] }: Omit<JobsUse, 'engine'>,
  use: (report: Report) => Promise<number>,
): Promise<number> {
  const report = reportTo(io.stdout, io, flags);
  try {
    if (problems.length > 0) throw mediaError('request_invalid', { problems: problems.join(' ') });
    return await use(report);
  } catch (thrown) {
    const error = signal.aborted ? mediaError('cancelled', {}, thrown) : toMediaError(thrown);
    report.refused(error);
    return exitCodeOf(error);
  }
}
