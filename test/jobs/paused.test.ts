import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { identify } from '../../src/pipeline/base/processIdentity';
import { tempFolder } from '../pipeline/storage/support/tempFolder';
import { eventually } from '../support/processes';
import { FFMPEG } from '../support/programs';
import type { EngineProcess } from './support/engineProcesses.mts';
import { Killing } from './support/killing.mts';
import type { Shape } from './support/killing.mts';
import type { Point } from './support/points.mts';

const RHYTHM = { poll: 20, beat: 50, lease: 600, housekeeping: 600_000 };
const never = new AbortController().signal;

const folder = tempFolder();
const started: EngineProcess[] = [];
let killing: Killing;
beforeEach(async () => {
  killing = await Killing.open({ root: join(__dirname, '../..'), folder: folder(), ffmpeg: FFMPEG });
});
afterEach(async () => {
  for (const { child } of started.splice(0)) child.kill('SIGKILL');
  await killing.close();
});

function start(): EngineProcess {
  const process = killing.start(1, RHYTHM);
  started.push(process);
  return process;
}

/** A process that was stopped is still there, and still holds its jobs as far as it knows. */
const isStopped = (pid: number): boolean =>
  readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .startsWith('T');

const itOnLinux = process.platform === 'linux' ? it : it.skip;

itOnLinux.each<[Point, Shape]>([
  ['encoding', 'slow'],
  ['before publishing', 'a file'],
  ['after publishing', 'a file over another one'],
  ['export ended', 'a set in a folder'],
  ['before end', 'kept in the home folder'],
])(
  'a process that is stopped past its lease (%s; %s): another one does its job, its own result is refused, and it goes on under a new name',
  async (point, shape) => {
    const { jobs } = await killing.opened();
    const { store } = killing;
    const id = await killing.add(shape, point, 'SIGSTOP');
    const first = start();
    const pid = first.child.pid ?? 0;
    await eventually(async () => isStopped(pid));
    const [before] = await store.workers.all();
    const [ffmpeg] = await store.children.upTo({ id, token: 1 });
    if (point === 'encoding') {
      expect(ffmpeg).toBeDefined();
      // It is to be found alive by whoever takes the job over.
      process.kill(ffmpeg?.pid ?? 0, 'SIGSTOP');
    }
    const second = start();
    const done = await jobs.ended(id, never);
    expect(done).toMatchObject({ status: 'succeeded', attempts: { made: 1, most: 3 } });
    expect(await store.reader.get(id)).toMatchObject({ token: 2, losses: 1 });
    expect(isStopped(pid)).toBe(true);
    if (ffmpeg !== undefined) expect(identify(ffmpeg.pid)?.started).not.toBe(ffmpeg.started);
    await killing.stop(second);

    first.child.kill('SIGCONT');
    await eventually(async () =>
      (await store.workers.all()).some((process) => process.pid === pid && process.id !== before?.id),
    );
    const next = await killing.add('kept in the home folder');
    expect((await jobs.ended(next, never)).status).toBe('succeeded');
    expect(await jobs.get(id)).toEqual(done);
    await killing.stop(first);
    expect(await killing.problems()).toEqual([]);
  },
);
