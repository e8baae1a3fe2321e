import { JOB_STATUSES } from '../../pipeline/job';
import type { JobStatus } from '../../pipeline/job';
import { KIND_NAMES } from '../../pipeline/kinds';
import { mediaError } from '../../pipeline/errors';
import { EXIT } from '../exitCode';
import type { Io } from '../io';
import { jobTable } from './jobTable';
import { withEngine } from './withEngine';

export interface ListFlags {
  status?: string;
  kind?: string;
  limit?: string;
  json?: boolean;
  debug?: boolean;
}

const MOST = 1000;

/** Runs `media-jobs jobs list`: a table, or a job a line. @returns the exit code */
export async function listCommand(flags: ListFlags, problems: readonly string[], io: Io, signal: AbortSignal): Promise<number> {
  return withEngine({ io, signal, flags, problems }, async (engine, report) => {
    const jobs = engine.jobs.list(readFilter(flags));
    if (report.json) for (const job of jobs) report.answer(job);
    else report.text(jobs.length === 0 ? 'There are no such jobs.' : jobTable(jobs));
    return EXIT.succeeded;
  });
}

function readFilter({ status, kind, limit = '20' }: ListFlags): { status?: JobStatus; kind?: string; limit: number } {
  const known = JOB_STATUSES.find((name) => name === status);
  const given = (text: string) => ` (given: ${JSON.stringify(text)}).`;
  const problems = [
    ...(status !== undefined && known === undefined ? [`"status" must be one of ${JOB_STATUSES.join(', ')}${given(status)}`] : []),
    ...(kind !== undefined && !KIND_NAMES.some((name) => name === kind) ? [`"kind" must be one of ${KIND_NAMES.join(', ')}${given(kind)}`] : []),
    ...(/^\d{1,4}$/.test(limit) && Number(limit) >= 1 && Number(limit) <= MOST ? [] : [`"limit" must be a whole number from 1 to ${MOST.toLocaleString('en-US')}${given(limit)}`]),
  ];
  if (problems.length > 0) throw mediaError('request_invalid', { problems: problems.join(' ') });
  return { limit: Number(limit), ...(known !== undefined && { status: known }), ...(kind !== undefined && { kind }) };
}
