import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Engine } from '../../src/jobs/engine';
import type { JobFiles } from '../../src/jobs/files/port';
import { openEngine } from '../../src/jobs/openEngine';
import type { OpenOptions } from '../../src/jobs/openEngine';
import type { Attempt, Performer } from '../../src/jobs/performLocally';
import type { Seal } from '../../src/jobs/seal';
import type { JobOrder } from '../../src/jobs/order';
import { DEFAULT_LANE } from '../../src/jobs/store/port';
import type { JobStore } from '../../src/jobs/store/port';
import { JobProgress } from '../../src/pipeline/job/jobProgress';
import { placeOnWeb } from '../../src/pipeline/storage/place';

/** So short that a test need not wait, and long enough that a busy machine keeps up. */
export const QUICK = { poll: 10, beat: 50, lease: 2_000, housekeeping: 600_000 };

/** A home folder that is gone after each test, and engines on it that are stopped then. */
export function testHome(): {
  env: () => NodeJS.ProcessEnv;
  open: (options?: OpenOptions) => Promise<Engine>;
} {
  let folder = '';
  const engines: Engine[] = [];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'media-jobs-home-'));
  });
  afterEach(async () => {
    for (const engine of engines.splice(0)) await engine.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  const env = () => ({ ...process.env, MEDIA_JOBS_HOME: folder });
  return {
    env,
    open: async (options = {}) => {
      const engine = await openEngine({ env: env(), rhythm: QUICK, ...options });
      engines.push(engine);
      return engine;
    },
  };
}

/** The store that an engine keeps to itself. */
export const storeOf = (engine: Engine): JobStore => engine['store'];

/** Where it keeps inputs and results. */
export const filesOf = (engine: Engine): JobFiles => engine['files'];

/** What it seals and opens secrets with. */
export const sealOf = (engine: Engine): Seal => engine.watches['seal'];

/** Any job of a worker that waits in the store. */
export const ANY_JOB = { lane: DEFAULT_LANE, tenant: null, backends: ['local'], concurrency: 9, only: null } as const;

/** A job whose input is an address that nothing here reads. */
export const anOrder = (more: Partial<JobOrder> = {}): JobOrder => ({
  request: { kind: 'video', options: {}, metadata: {} },
  input: { place: placeOnWeb('https://media.example/in.mov') },
  ...more,
});

/** Does nothing for a job but what is given, then ends it well. */
export const performing =
  (work: (attempt: Attempt) => unknown = () => undefined): Performer =>
  async (attempt) => {
    const job = new JobProgress(attempt.queued, Date.now, attempt.onChange);
    await job.task('probe', async () => ({ output: null, value: await work(attempt) }));
    return { job: job.succeed('/result.mp4', []), error: null };
  };
