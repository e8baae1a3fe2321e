// What the job store costs: 1,000 jobs that do nothing, from being created to having ended. Fails above the limit.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Engine } from '../dist/src/jobs/engine.js';
import type { Performer } from '../dist/src/jobs/performLocally.js';
import { JobProgress } from '../dist/src/pipeline/tasks/jobProgress.js';

const JOBS = 1_000;
/** Milliseconds of processor time for one job. */
const LIMIT = 5;

/** The changes that a real job goes through, without the work. */
const nothing: Performer = async ({ queued, onChange }) => {
  const job = new JobProgress(queued, Date.now, onChange);
  for (const task of ['probe', 'import', 'encode', 'export'] as const) await job.task(task, () => Promise.resolve({ output: null, value: null }));
  return { job: job.succeed('/nowhere', []), error: null };
};

const home = await mkdtemp(join(tmpdir(), 'media-jobs-queue-'));
const engine = await Engine.open({ env: { ...process.env, MEDIA_JOBS_HOME: home }, performers: { local: nothing }, concurrency: 2 });
const address = 'https://media.example/in.mov';
const [began, cpu] = [performance.now(), process.cpuUsage()];
for (let at = 0; at < JOBS; at++) await engine.jobs.create({ request: { kind: 'video', options: {}, metadata: {} }, input: { address, shown: address } });
const created = performance.now() - began;
let ended = 0;
const all = new Promise<void>((resolve) => engine.jobs.subscribe(({ type }) => {
  if (type === 'job.succeeded' && ++ended === JOBS) resolve();
}));
await engine.start();
await all;
const { user, system } = process.cpuUsage(cpu);
const [wall, each] = [(performance.now() - began) / 1000, (user + system) / 1000 / JOBS];
console.log(`${JOBS} jobs that do nothing: ${each.toFixed(2)} ms of processor time each (limit ${LIMIT}), ${wall.toFixed(1)} s in all, created in ${(created / 1000).toFixed(1)} s`);
await engine.stop();
await rm(home, { recursive: true });
if (each > LIMIT) process.exitCode = 1;
