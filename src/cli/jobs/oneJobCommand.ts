import type { Engine } from '../../jobs/engine';
import type { JobView } from '../../jobs/jobView';
import type { JobBackend } from '../../backends/backend';
import type { BackendJob } from '../../backends/backendJob';
import { cancelJob, getJob, retryJob } from '../../backends/jobDeeds';
import { isEnded } from '../../pipeline/job/job';
import { asJob } from '../asJob';
import { EXIT } from '../exitCode';
import type { Io } from '../io';
import type { Report } from '../report';
import { hostedBackendOf } from './hostedJobs';
import type { BackendFlags } from './hostedJobs';
import { jobText } from './jobText';
import { withEngine, withReport } from './withEngine';
import { mediaError } from '../../pipeline/errors/mediaError';

export interface OneJobFlags extends BackendFlags {
  json?: boolean;
  debug?: boolean;
}

/** What can be done with one stored job. */
export type Deed = 'get' | 'cancel' | 'retry';

/** A job is gone within 5 s of being cancelled; a process that was killed is noticed at once, one that hangs is not waited for (ms). */
const PATIENCE_MS = 10_000;

const DEEDS: Record<Deed, (engine: Engine, id: string, signal: AbortSignal) => Promise<JobView>> = {
  get: ({ jobs }, id) => jobs.get(id),
  retry: ({ jobs }, id) => jobs.retry(id),
  cancel: async (engine, id, signal) => {
    const asked = await engine.jobs.cancel(id);
    if (isEnded(asked)) return asked;
    // Looks after jobs whose process is gone: nobody else may be there to end them.
    await engine.start();
    return engine.jobs
      .ended(id, AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]))
      .catch(() => engine.jobs.get(id));
  },
};

const HOSTED: Record<Deed, (backend: JobBackend, id: string, signal: AbortSignal) => Promise<BackendJob>> = {
  get: getJob,
  cancel: cancelJob,
  retry: retryJob,
};

/** Runs `media-jobs jobs get|cancel|retry`: does it and shows the job as it is then. @param words the id, and what is too much @returns the exit code */
export async function oneJobCommand(
  deed: Deed,
  words: readonly string[],
  flags: OneJobFlags,
  problems: readonly string[],
  io: Io,
  signal: AbortSignal,
): Promise<number> {
  const use = { io, signal, flags, problems };
  const done = (job: JobView, report: Report): number => {
    if (report.json) report.answer(job);
    else report.text(jobText(job));
    return EXIT.succeeded;
  };
  return withReport(use, async (report) => {
    const [id, ...more] = words;
    if (id === undefined || more.length > 0)
      throw mediaError('request_invalid', { problems: `Name one job by its id: media-jobs jobs ${deed} ID.` });
    const backend = await hostedBackendOf(flags, io.env);
    if (backend !== null) return done(asJob(await HOSTED[deed](backend, id, signal)), report);
    return withEngine({ ...use, engine: { runs: false } }, async (engine) =>
      done(await DEEDS[deed](engine, id, signal), report),
    );
  });
}
