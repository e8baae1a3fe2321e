import type { Job } from '../../pipeline/job/job';
import { jobFilter } from '../../backends/jobFilter';
import { listJobs } from '../../backends/jobDeeds';
import { asJob } from '../asJob';
import { EXIT } from '../exitCode';
import type { Io } from '../io';
import { hostedBackendOf } from './hostedJobs';
import type { BackendFlags } from './hostedJobs';
import { jobTable } from './jobTable';
import { withEngine, withReport } from './withEngine';

export interface ListFlags extends BackendFlags {
  status?: string;
  kind?: string;
  limit?: string;
  json?: boolean;
  debug?: boolean;
}

/** Runs `media-jobs jobs list`: a table, or a job a line. @returns the exit code */
export async function listCommand(
  flags: ListFlags,
  problems: readonly string[],
  io: Io,
  signal: AbortSignal,
): Promise<number> {
  const use = { io, signal, flags, problems };
  return withReport(use, async (report) => {
    const filter = jobFilter({ ...flags, limit: flags.limit ?? '20' });
    const done = (jobs: readonly Job[]): number => {
      if (report.json) for (const job of jobs) report.answer(job);
      else report.text(jobs.length === 0 ? 'There are no such jobs.' : jobTable(jobs));
      return EXIT.succeeded;
    };
    const backend = await hostedBackendOf(flags, io.env);
    return backend === null
      ? withEngine(use, async (engine) => done(await engine.jobs.list(filter)))
      : done((await listJobs(backend, filter, signal)).map(asJob));
  });
}
