import { stoppedBy } from '../../src/pipeline/job/job';
import { BACKGROUND, jobScope } from '../../src/pipeline/job/jobScope';
import type { Destination } from '../../src/pipeline/storage/destination';
import type { Sources } from '../../src/pipeline/run/sources';
import type { EndedJob } from '../../src/pipeline/run/run';
import { workRoot } from '../storage/workRoot';
import { mediaError } from '../../src/pipeline/errors/mediaError';
import type { JobRequest } from '../../src/pipeline/kinds/jobRequest';

export interface LocalJob {
  request: JobRequest;
  source: Sources;
  /** Null where the kind makes no file. */
  destination: Destination | null;
  signal: AbortSignal;
  /** Milliseconds that it may take; null: any number. */
  timeLimit: number | null;
}

/** Runs a job on the machine that n8n runs on, and holds the item until it has ended. @throws ffmpeg_missing */
export async function runLocalJob({
  request,
  source,
  destination,
  signal,
  timeLimit,
}: LocalJob): Promise<EndedJob & { notes: string[] }> {
  // What starts ffmpeg is not loaded for jobs that run elsewhere.
  const { findBinaries } = require('../../src/pipeline/ffmpeg/find') as typeof import('../../src/pipeline/ffmpeg/find');
  const { runJob } = require('../../src/pipeline/run/run') as typeof import('../../src/pipeline/run/run');
  const binaries = await findBinaries();
  const limit = timeLimit === null ? new AbortController().signal : AbortSignal.timeout(timeLimit);
  const run = {
    request,
    source,
    destination,
    binaries,
    signal: AbortSignal.any([signal, limit]),
    workRoot: workRoot(),
    timeLimit,
  };
  // n8n's editor and its webhooks go first.
  const { job, error } = await jobScope.run({ nice: BACKGROUND }, () => runJob(run));
  const notes = [...binaries.warnings, ...(job.warnings ?? []).map(({ message }) => message)];
  if (error?.kind !== 'cancelled' || signal.aborted || !limit.aborted) return { job, error, notes };
  const late = mediaError('time_limit_exceeded', { seconds: `${(timeLimit ?? 0) / 1000}` }, error);
  return { job: stoppedBy(job, late.toJSON()), error: late, notes };
}
