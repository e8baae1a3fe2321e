import { mkdirSync, readdirSync, utimesSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { homeOf } from '../../src/jobs/home';
import { removeOrphans } from '../../src/jobs/orphans';
import type { Standing } from '../../src/jobs/files/port';
import { tempFolder } from '../pipeline/storage/support/tempFolder';

const root = tempFolder();
const home = () => homeOf({ MEDIA_JOBS_HOME: root() });
const NOW = Date.parse('2026-01-01T12:00:00Z');

/** Makes folders, by their place in the home folder; those of "old" were made long ago. */
function make(...places: string[]): void {
  for (const place of places) {
    const path = join(root(), place);
    mkdirSync(path, { recursive: true });
    const at = new Date(place.includes('old') ? NOW - 2 : NOW);
    for (const each of [path, dirname(path)]) utimesSync(each, at, at);
  }
}

/** The innermost folders that are left. */
function left(): string[] {
  const all = readdirSync(root(), { recursive: true, withFileTypes: true }).map(({ parentPath, name }) =>
    relative(root(), join(parentPath, name)),
  );
  return all.filter((path) => path.split('/').length > 1 && !all.some((other) => other.startsWith(`${path}/`))).sort();
}

const sweep = (jobs: Record<string, Standing>) => removeOrphans(home(), async (id) => jobs[id] ?? null, NOW);

it('removes what belongs to no job, unless it is fresh', async () => {
  make('inputs/job_old', 'inputs/job_new', 'files/job_old/1', 'files/job_new/1', 'work/job_old.1', 'work/job_new.1');
  await sweep({});
  expect(left()).toEqual(['files/job_new/1', 'inputs/job_new', 'work/job_new.1']);
});

it('removes the input of a job that has succeeded: its process was killed before it could', async () => {
  make(...['succeeded', 'failed', 'cancelled', 'queued', 'processing'].map((status) => `inputs/${status}`));
  await sweep(
    Object.fromEntries(
      (['succeeded', 'failed', 'cancelled', 'queued', 'processing'] as const).map((status) => [
        status,
        { status, token: 1 },
      ]),
    ),
  );
  expect(left()).toEqual(['inputs/cancelled', 'inputs/failed', 'inputs/processing', 'inputs/queued']);
});

it('keeps of attempts the one that runs, the one that succeeded and the one that has just begun', async () => {
  const attempts = (id: string) => [1, 2, 3].flatMap((n) => [`files/${id}/${n}`, `work/${id}.${n}`]);
  make(...attempts('runs'), ...attempts('done'), ...attempts('waits'), ...attempts('failed'));
  await sweep({
    runs: { status: 'processing', token: 2 },
    done: { status: 'succeeded', token: 2 },
    waits: { status: 'queued', token: 2 },
    failed: { status: 'failed', token: 2 },
  });
  expect(left()).toEqual([
    'files/done/2',
    'files/done/3',
    'files/failed/3',
    'files/runs/2',
    'files/runs/3',
    'files/waits/3',
    'work/done.3',
    'work/failed.3',
    'work/runs.2',
    'work/runs.3',
    'work/waits.3',
  ]);
});
