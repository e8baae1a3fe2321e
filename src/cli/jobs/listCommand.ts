import type { Job } from '../../pipeline/job/job';
import type { KindName } from '../../pipeline/kinds';
import { KIND_NAMES } from '../../pipeline/kinds';
import { EXIT } from '../exitCode';
import type { Io } from '../io';
import { hostedBackendOf, hostedList } from './hostedJobs';
import type { BackendFlags } from './hostedJobs';
import { jobTable } from './jobTable';
import { withEngine, withReport } from './withEngine';
import { mediaError } from '../../pipeline/errors/mediaError';
import { JOB_STATUSES } from '../../pipeline/job/status';
import type { JobStatus } from '../../pipeline/job/status';

export interface ListFlags extends BackendFlags {
  status?: string;
  kind?: string;
  limit?: string;
  json?: boolean;
  debug?: boolean;
}

const MOST = 1000;

/** Runs `media-jobs jobs list`: a table, or a job a line. @returns the exit code */
export async function listCommand(
  flags: ListFlags,
  problems: readonly string[],
  io: Io,
  signal: AbortSignal,
): Promise<number> {
  const use = { io, signal, flags, problems };
  return withReport(use, async (report) => {
    const filter = readFilter(flags);
    const done = (jobs: readonly Job[]): number => {
      if (report.json) for (const job of jobs) report.answer(job);
      else report.text(jobs.length === 0 ? 'There are no such jobs.' : jobTable(jobs));
      return EXIT.succeeded;
    };
    const backend = await hostedBackendOf(flags, io.env);
    return backend === null
      ? withEngine(use, async (engine) => done(await engine.jobs.list(filter)))
      : done(await hostedList(backend, filter, signal));
  });
}

function readFilter({ status, kind, limit = '20' }: ListFlags): { status?: JobStatus; kind?: KindName; limit: number } {
  const known = JOB_STATUSES.find((name) => name === status);
  const knownKind = KIND_NAMES.find((name) => name === kind);
  const given = (text: string) => ` (given: ${JSON.stringify(text)}).`;
  const problems = [
    ...(status !== undefined && known === undefined
      ? [`"status" must be one of ${JOB_STATUSES.join(', ')}${given(status)}`]
      : []),
    ...(kind !== undefined && knownKind === undefined
      ? [`"kind" must be one of ${KIND_NAMES.join(', ')}${given(kind)}`]
      : []),
    ...(/^\d{1,4}$/.test(limit) && Number(limit) >= 1 && Number(limit) <= MOST
      ? []
      : [`"limit" must be a whole number from 1 to ${MOST.toLocaleString('en-US')}${given(limit)}`]),
  ];
  if (problems.length > 0) throw mediaError('request_invalid', { problems: problems.join(' ') });
  return {
    limit: Number(limit),
    ...(known !== undefined && { status: known }),
    ...(knownKind !== undefined && { kind: knownKind }),
  };
}
