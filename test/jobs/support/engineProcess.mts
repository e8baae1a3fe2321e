// An engine in a process of its own, which ends or stops itself where a job asks for it: node engineProcess.mts '<settings as JSON>'.
// The home folder stands in MEDIA_JOBS_HOME. Says "ready" when it runs; SIGTERM ends it as n8n would.
import { appendFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { openEngine } from '../../../dist/src/jobs/openEngine.js';
import type { EngineOptions } from '../../../dist/src/jobs/engine.js';
import { homeOf } from '../../../dist/src/jobs/home.js';
import type { Home } from '../../../dist/src/jobs/home.js';
import { performLocally } from '../../../dist/src/jobs/performLocally.js';
import type { Attempt, Performer } from '../../../dist/src/jobs/performLocally.js';
import type { Seal } from '../../../dist/src/jobs/seal.js';
import type { JobStore } from '../../../dist/src/jobs/store/port.js';
import { openSqliteStore } from '../../../dist/src/jobs/store/sqlite/sqliteStore.js';
import type { Job } from '../../../dist/src/pipeline/job/job.js';
import { JobProgress } from '../../../dist/src/pipeline/job/jobProgress.js';
import type { Point } from './points.mts';

export interface Settings {
  concurrency: number;
  rhythm: NonNullable<EngineOptions['rhythm']>;
  /** Instead of converting, a line is written to this file for each run: "<job> <process>"; so long after it has begun (ms). */
  note?: { to: string; after: number };
}

interface Wish {
  at?: Point;
  how?: NodeJS.Signals;
}

const TASKS = ['probe', 'import', 'encode', 'export'] as const;

const settings = JSON.parse(process.argv[2] ?? '') as Settings;
const local = performLocally(homeOf(process.env), process.env);
/** What each job that runs here wishes, by id; and how far it has come. */
const wishes = new Map<string, Wish>();
const reached = new Map<string, Point>();

/** Ends this process, without another word, if the job wishes so here. */
function pass(id: string, point: Point): void {
  reached.set(id, point);
  const { at, how = 'SIGKILL' } = wishes.get(id) ?? {};
  if (at !== point) return;
  wishes.delete(id);
  process.kill(process.pid, how);
}

const performer: Performer = async (attempt) => {
  const { job, onChange } = attempt;
  if (job.token === 1) wishes.set(job.id, job.request.metadata);
  pass(job.id, 'claimed');
  return (settings.note === undefined ? local : note)({
    ...attempt,
    onChange: (state) => {
      onChange(state);
      pass(job.id, pointOf(state));
    },
  });
};

/** The task that began last, and whether it has ended. */
function pointOf({ tasks }: Job): Point {
  const index = tasks.findLastIndex(({ started_at: started }) => started !== null);
  const task = TASKS[index];
  return task === undefined ? 'claimed' : `${task} ${tasks[index]?.status === 'succeeded' ? 'ended' : 'started'}`;
}

async function note({ job, queued, onChange }: Attempt) {
  const progress = new JobProgress(queued, Date.now, onChange);
  await progress.task('probe', async () => {
    const { to, after } = settings.note ?? { to: '', after: 0 };
    await setTimeout(after);
    appendFileSync(to, `${job.id} ${process.pid}\n`);
    return { output: null, value: null };
  });
  return { job: progress.succeed('/nowhere', []), error: null };
}

/** The store, where what a job wishes is looked at before and after its changes. */
async function openStore({ store: path }: Home, seal: Seal): Promise<JobStore> {
  const store = await openSqliteStore(path, seal);
  const { queue, children } = store;
  const [publishing, end, add] = [queue.publishing.bind(queue), queue.end.bind(queue), children.add.bind(children)];
  queue.publishing = async (claim) => {
    pass(claim.id, 'before publishing');
    const may = await publishing(claim);
    pass(claim.id, 'after publishing');
    return may;
  };
  queue.end = async (claim, state) => {
    pass(claim.id, 'before end');
    const won = await end(claim, state);
    pass(claim.id, 'after end');
    return won;
  };
  children.add = async (claim, child) => {
    await add(claim, child);
    if (reached.get(claim.id) === 'encode started') pass(claim.id, 'encoding');
  };
  return store;
}

const engine = await openEngine({
  concurrency: settings.concurrency,
  rhythm: settings.rhythm,
  performers: { local: performer },
  openStore,
});
process.on('SIGTERM', () => void engine.stop().then(() => process.exit(0)));
// The engine's own timers keep no process alive.
setInterval(() => undefined, 1000);
await engine.start();
process.stdout.write('ready\n');
