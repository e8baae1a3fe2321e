// What the job store costs: jobs that do nothing, from being created to having ended, in processor time.
import { openEngine } from '../dist/src/jobs/openEngine.js';
import type { Performer } from '../dist/src/jobs/performLocally.js';
import { placeOnWeb } from '../dist/src/pipeline/storage/place.js';
import { JobProgress } from '../dist/src/pipeline/job/jobProgress.js';
import type { Benchmark } from './support/benchmark.mts';
import { compare } from './support/pair.mts';

const JOBS = 1_000;
/** Milliseconds of processor time for one job. */
const MOST = 5;
const ROUNDS = 3;

/** The changes that a real job goes through, without the work. */
const nothing: Performer = async ({ queued, onChange }) => {
  const job = new JobProgress(queued, Date.now, onChange);
  for (const task of ['probe', 'import', 'encode', 'export'] as const)
    await job.task(task, () => Promise.resolve({ output: null, value: null }));
  return { job: job.succeed('/nowhere', []), error: null };
};

/** Milliseconds of processor time for one of so many jobs. */
async function costOfOne(jobs: number, home: string): Promise<number> {
  const engine = await openEngine({
    env: { ...process.env, MEDIA_JOBS_HOME: home },
    performers: { local: nothing },
    concurrency: 2,
  });
  const place = placeOnWeb('https://media.example/in.mov');
  const cpu = process.cpuUsage();
  for (let at = 0; at < jobs; at++)
    await engine.jobs.create({
      request: { kind: 'video', options: {}, metadata: {} },
      input: { place },
    });
  let ended = 0;
  const all = new Promise<void>((resolve, reject) => {
    engine.jobs
      .subscribe(({ type }) => {
        if (type === 'job.succeeded' && ++ended === jobs) resolve();
      })
      .catch(reject);
  });
  await engine.start();
  await all;
  const { user, system } = process.cpuUsage(cpu);
  await engine.stop();
  return (user + system) / 1000 / jobs;
}

export const benchmark: Benchmark = {
  cheap: true,
  run: async ({ folder, checking }) => {
    const ours: number[] = [];
    for (let round = 0; round < (checking ? 1 : ROUNDS); round += 1)
      ours.push(await costOfOne(checking ? JOBS / 5 : JOBS, `${folder}/${round}`));
    return {
      results: [
        compare({
          name: 'queue',
          what: `processor time of one of ${JOBS} jobs that do nothing`,
          unit: 'ms',
          bar: { of: 'ours', is: 'most', value: MOST },
          ours,
        }),
      ],
    };
  },
};
