import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Engine } from '../../src/jobs/engine';
import { openEngine } from '../../src/jobs/openEngine';
import type { EngineOptions } from '../../src/jobs/engine';
import type { Attempt, Performer } from '../../src/jobs/performLocally';
import type { JobOrder } from '../../src/jobs/service';
import { JobProgress } from '../../src/pipeline/job/jobProgress';
import { placeOnWeb } from '../../src/pipeline/storage/place';

/** So short that a test need not wait, and long enough that a busy machine keeps up. */
export const QUICK = { poll: 10, beat: 50, lease: 2_000, housekeeping: 600_000 };

/** A home folder that is gone after each test, and engines on it that are stopped then. */
export function testHome(): {
  env: () => NodeJS.ProcessEnv;
  open: (options?: Partial<EngineOptions>) => Promise<Engine>;
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
