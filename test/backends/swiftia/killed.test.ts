import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { swiftiaClient } from '../../../src/backends/swiftia/client';
import { driveStoredJob } from '../../../src/backends/swiftia/driveStoredJob';
import { placeSwiftiaJob } from '../../../src/backends/swiftia/placeJob';
import { openEngine } from '../../../src/jobs/openEngine';
import { serviceOf } from '../../../src/jobs/serviceOf';
import type { Job } from '../../../src/pipeline/job/job';
import { QUICK } from '../../support/engine';
import { KEY, swiftiaDouble } from '../../support/swiftiaDouble';
import type { Route, SwiftiaDouble } from '../../support/swiftiaDouble';

/** Where a driver is killed: after so many writes to the store; or when the API has received a request, or has done what it asks for. */
type Point = { writes: number } | { received: Route; nth?: number } | { done: Route; nth?: number };

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function startDriver(
  double: SwiftiaDouble,
  home: string,
  killAt?: number,
): { child: ChildProcess; ended: Promise<{ how: string; said: string }> } {
  const child = spawn(
    process.execPath,
    [
      join(__dirname, 'support/driver.mts'),
      JSON.stringify({ baseUrl: `${double.origin}/api`, apiKey: KEY, ...(killAt !== undefined && { killAt }) }),
    ],
    {
      env: { ...process.env, MEDIA_JOBS_HOME: home },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  return {
    child,
    ended: new Promise((resolve) =>
      child.once('close', (code, signal) => resolve({ how: String(signal ?? code), said })),
    ),
  };
}

/** One whose jobs and renders take as few looks as they can. */
const shortDouble = async (): Promise<SwiftiaDouble> =>
  Object.assign(await swiftiaDouble(), {
    course: [{ status: 'COMPLETED', progress: 100 }],
    renderCourse: [{ type: 'done' }],
  });

/** A driver is killed at a point; another process goes on with the job. */
async function killedAt(point: Point): Promise<{ job: Job; double: SwiftiaDouble }> {
  const home = mkdtempSync(join(tmpdir(), 'media-jobs-home-'));
  folders.push(home);
  const double = await shortDouble();
  try {
    const { child, ended } = startDriver(double, home, 'writes' in point ? point.writes : undefined);
    let left = 'nth' in point ? (point.nth ?? 1) : 1;
    const kill = (at: Route | undefined) => (route: Route) => {
      if (route === at && --left === 0) child.kill('SIGKILL');
    };
    double.onAsked = kill('received' in point ? point.received : undefined);
    double.onDone = kill('done' in point ? point.done : undefined);
    expect(await ended).toMatchObject({ how: 'SIGKILL' });
    const engine = await openEngine({ env: { ...process.env, MEDIA_JOBS_HOME: home }, runs: false, rhythm: QUICK });
    await engine.start();
    try {
      const limit = { turn: async () => undefined, hold: async () => undefined };
      // As Retry On Fail or a restart does: the same order finds the stored job.
      const { id } = await placeSwiftiaJob(serviceOf(engine), {
        input: 'https://example.com/talk.mp4',
        options: { render: {} },
        metadata: {},
        idempotencyKey: 'key',
      });
      const job = await driveStoredJob(serviceOf(engine), id, {
        client: swiftiaClient(double.access, { limit }),
        until: 'ended',
        signal: AbortSignal.timeout(20_000),
        pause: async () => new Promise(setImmediate),
        order: async () => ({ fileUrl: 'https://example.com/talk.mp4' }),
      });
      return { job, double };
    } finally {
      await engine.stop();
    }
  } finally {
    await double.close();
  }
}

/** Nothing was paid for twice, and what was not paid for for certain was rendered. */
function expectOnce({ job, double }: { job: Job; double: SwiftiaDouble }): void {
  expect(double.jobs.size).toBeLessThanOrEqual(1);
  const targets = double.renders.map(({ target }) => target);
  expect(new Set(targets).size).toBe(targets.length);
  expect(['succeeded', 'failed']).toContain(job.status);
  if (job.error !== null) expect(job.error.kind).toBe('outcome_unknown');
  for (const short of job.shorts ?? [])
    expect([short.status, short.error?.kind]).toEqual(
      short.output === null ? ['failed', 'outcome_unknown'] : ['succeeded', undefined],
    );
}

test('a driver that is killed after each write to the store', async () => {
  const home = mkdtempSync(join(tmpdir(), 'media-jobs-home-'));
  folders.push(home);
  const double = await shortDouble();
  const { how, said } = await startDriver(double, home).ended;
  await double.close();
  const writes = Number(/^written (\d+)$/m.exec(said)?.[1]);
  expect({ how, said, writes }).toMatchObject({ how: '0', writes: 10 });
  // The last write is the end.
  for (let first = 0; first < writes; first += 5) {
    const ended = await Promise.all(
      Array.from({ length: Math.min(5, writes - first) }, (_, n) => killedAt({ writes: first + n })),
    );
    for (const each of ended) expectOnce(each);
    // Before the first intent nothing is lost; after it, nobody knows.
    if (first === 0)
      expect(ended.map(({ job }) => [job.status, job.error?.kind])).toEqual([
        ['succeeded', undefined],
        ['failed', 'outcome_unknown'],
        ...Array<unknown>(3).fill(['succeeded', undefined]),
      ]);
  }
}, 60_000);

/** Each request of a job with two shorts, and how the job ends then: its error, and how many shorts are not there. */
const POINTS: [point: Point, error: string | null, failed: number][] = [
  [{ received: 'POST /jobs' }, 'outcome_unknown', 0],
  [{ done: 'POST /jobs' }, 'outcome_unknown', 0],
  [{ received: 'GET /jobs' }, null, 0],
  [{ done: 'GET /jobs' }, null, 0],
  [{ received: 'POST /render' }, null, 1],
  [{ done: 'POST /render' }, null, 1],
  [{ received: 'POST /render', nth: 2 }, null, 1],
  [{ done: 'POST /render', nth: 2 }, null, 1],
  [{ received: 'GET /render' }, null, 0],
  [{ done: 'GET /render', nth: 2 }, null, 0],
  [{ received: 'GET /results' }, null, 0],
  [{ received: 'GET /results', nth: 2 }, null, 0],
];

test('a driver that is killed while a request is on its way, or a file', async () => {
  for (let first = 0; first < POINTS.length; first += 6) {
    const some = POINTS.slice(first, first + 6);
    const ended = await Promise.all(some.map(([point]) => killedAt(point)));
    for (const each of ended) expectOnce(each);
    expect(
      ended.map(({ job }) => [job.error?.kind ?? null, job.shorts?.filter(({ output }) => output === null).length]),
    ).toEqual(some.map(([, error, failed]) => [error, failed]));
  }
}, 60_000);
