import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openEngine } from '../../src/jobs/openEngine';
import { tempFolder } from '../pipeline/storage/support/tempFolder';
import { anOrder, storeOf } from '../support/engine';
import { eventually } from '../support/processes';
import { startEngine } from './support/engineProcesses.mts';

const folder = tempFolder();

it('two processes with one store run 100 jobs, each of them once', async () => {
  const env = { ...process.env, MEDIA_JOBS_HOME: join(folder(), 'home') };
  const notes = join(folder(), 'notes');
  const settings = { concurrency: 4, note: { to: notes, after: 10 } };
  const engine = await openEngine({ env, runs: false });
  const processes = [1, 2].map(() => startEngine(join(__dirname, '../..'), env, settings));
  try {
    await Promise.all(processes.map(({ ready }) => ready));
    const ids = [];
    for (let n = 0; n < 100; n += 1) ids.push((await engine.jobs.create(anOrder())).id);
    await eventually(async () => (await storeOf(engine).reader.count('succeeded')) === 100);
    const lines = readFileSync(notes, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => line.split(' '));
    expect(lines.map(([id]) => id).sort()).toEqual(ids.sort());
    expect(new Set(lines.map(([, pid]) => Number(pid)))).toEqual(new Set(processes.map(({ child }) => child.pid)));
    const events = (await storeOf(engine).events.after(0)).map(({ type, job }) => `${type} ${job.id}`);
    for (const type of ['job.queued', 'job.started', 'job.succeeded'])
      expect(events.filter((event) => event.startsWith(type))).toHaveLength(100);
    for (const { child } of processes) child.kill('SIGTERM');
    expect(await Promise.all(processes.map(({ ended }) => ended))).toEqual([0, 0]);
    expect(processes.map(({ said }) => said())).toEqual(['', '']);
    expect(await storeOf(engine).workers.all()).toEqual([]);
  } finally {
    for (const { child } of processes) child.kill('SIGKILL');
    await engine.stop();
  }
});
