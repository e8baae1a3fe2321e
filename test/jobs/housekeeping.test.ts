import { existsSync, mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { keepHouse, retentionOf } from '../../src/jobs/housekeeping';
import { fileSource } from '../../src/pipeline/storage/sources';
import { fixture } from '../fixtures';
import { anOrder, testHome, filesOf, storeOf } from '../support/engine';

const { open, env } = testHome();
const never = new AbortController().signal;
const [HOUR, DAY] = [3_600_000, 86_400_000];

it('keeps files for a day and jobs for a week', async () => {
  const engine = await open();
  const [home, files, store] = [engine.home, filesOf(engine), storeOf(engine)];
  await engine.start();
  const { id } = await engine.jobs.create({
    request: { kind: 'image', options: { width: 32 }, metadata: {} },
    input: fileSource(await fixture('surround.mp4')),
  });
  const { output, finished_at: ended } = await engine.jobs.ended(id, never);
  const tidyAfter = (ms: number) => keepHouse({ files, store, retention: retentionOf({}), now: (ended ?? 0) + ms });
  await tidyAfter(23 * HOUR);
  expect(existsSync(output ?? '')).toBe(true);
  await tidyAfter(25 * HOUR);
  expect(readdirSync(home.files)).toEqual([]);
  expect((await engine.jobs.get(id)).status).toBe('succeeded');
  await tidyAfter(6 * DAY);
  expect(await engine.jobs.list()).toHaveLength(1);
  await tidyAfter(8 * DAY);
  expect(await engine.jobs.list()).toEqual([]);
  expect(await store.events.after(0)).toEqual([]);
});

it('keeps the input of a job that failed or was cancelled as long as its files', async () => {
  const engine = await open();
  const [home, files, store] = [engine.home, filesOf(engine), storeOf(engine)];
  const { id } = await engine.jobs.create({
    request: { kind: 'image', options: {}, metadata: {} },
    input: fileSource(await fixture('surround.mp4')),
  });
  const { finished_at: ended } = await engine.jobs.cancel(id);
  expect(readdirSync(home.inputs)).toEqual([id]);
  await keepHouse({ files, store, retention: retentionOf({}), now: (ended ?? 0) + 25 * HOUR });
  expect(readdirSync(home.inputs)).toEqual([]);
  await expect(engine.jobs.retry(id)).rejects.toMatchObject({ kind: 'input_gone' });
});

it('never touches a job that has not ended, however old', async () => {
  const engine = await open();
  const { id } = await engine.jobs.create(anOrder());
  await keepHouse({
    files: filesOf(engine),
    store: storeOf(engine),
    retention: retentionOf({}),
    now: Date.now() + 100 * DAY,
  });
  expect((await engine.jobs.get(id)).status).toBe('queued');
});

it('removes folders that belong to no job, unless they are fresh', async () => {
  const engine = await open();
  const [home, files, store] = [engine.home, filesOf(engine), storeOf(engine)];
  for (const name of ['job_old', 'job_fresh']) mkdirSync(join(home.inputs, name));
  writeFileSync(join(home.inputs, 'job_old', 'in.mp4'), 'x');
  const old = new Date(Date.now() - 2 * HOUR);
  utimesSync(join(home.inputs, 'job_old'), old, old);
  await keepHouse({ files, store, retention: retentionOf({}), now: Date.now() });
  expect(readdirSync(home.inputs)).toEqual(['job_fresh']);
});

it.each([
  [{}, 7 * DAY, DAY],
  [{ MEDIA_JOBS_KEEP_JOBS_DAYS: '2', MEDIA_JOBS_KEEP_FILES_HOURS: '0.5' }, 2 * DAY, HOUR / 2],
  [{ MEDIA_JOBS_KEEP_JOBS_DAYS: 'x', MEDIA_JOBS_KEEP_FILES_HOURS: '-1' }, 7 * DAY, DAY],
])('%j keeps jobs %d and files %d ms', (env, jobs, files) => expect(retentionOf(env)).toMatchObject({ jobs, files }));

it.each([
  [{}, '7 days'],
  [{ MEDIA_JOBS_KEEP_JOBS_DAYS: '1' }, '1 day'],
  [{ MEDIA_JOBS_KEEP_JOBS_DAYS: '1.5' }, '36 hours'],
  [{ MEDIA_JOBS_KEEP_JOBS_DAYS: '3650' }, '3,650 days'],
])('with %j it says that ended jobs are kept for %s', async (more, kept) => {
  const engine = await open({ env: { ...env(), ...more } });
  await expect(engine.jobs.get('job_gone')).rejects.toThrow('There is no job job_gone.');
  expect(engine.jobs.notFound('job_gone')).toMatchObject({
    kind: 'job_not_found',
    next: `Check the id; ended jobs are kept for ${kept}.`,
  });
});
