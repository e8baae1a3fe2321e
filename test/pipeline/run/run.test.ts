import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Job } from '../../../src/pipeline/job/job';
import { fileDestination } from '../../../src/pipeline/storage/destinations';
import { fixture } from '../../fixtures';
import { job, made, removeJobs } from '../../support/job';
import type { EndedTestJob } from '../../support/job';

afterAll(removeJobs);

const statuses = ({ status, tasks }: Job) => [status, ...tasks.map((task) => task.status)];
/** Without repetitions. */
const steps = <T>(values: readonly T[]): T[] =>
  values.filter((value, n) => n === 0 || JSON.stringify(value) !== JSON.stringify(values[n - 1]));

describe('a job that succeeds', () => {
  let ended: EndedTestJob;
  beforeAll(async () => {
    ended = await made('video', 'clip.mov', { quality: 'low', width: 320 });
  });

  it('goes from task to task', () =>
    expect(steps(ended.changes.map(statuses))).toEqual([
      ['queued', 'waiting', 'waiting', 'waiting', 'waiting'],
      ['processing', 'processing', 'waiting', 'waiting', 'waiting'],
      ['processing', 'succeeded', 'waiting', 'waiting', 'waiting'],
      ['processing', 'succeeded', 'processing', 'waiting', 'waiting'],
      ['processing', 'succeeded', 'succeeded', 'waiting', 'waiting'],
      ['processing', 'succeeded', 'succeeded', 'processing', 'waiting'],
      ['processing', 'succeeded', 'succeeded', 'succeeded', 'waiting'],
      ['processing', 'succeeded', 'succeeded', 'succeeded', 'processing'],
      ['processing', 'succeeded', 'succeeded', 'succeeded', 'succeeded'],
      ['succeeded', 'succeeded', 'succeeded', 'succeeded', 'succeeded'],
    ]));

  it('tells progress from 0 to 100, never back, by what ffmpeg says', () => {
    const percents = ended.changes.map(({ tasks }) => tasks.map(({ progress }) => progress));
    for (const n of [0, 1, 2, 3]) {
      const of = steps(percents.map((each) => each[n] ?? null));
      expect(of[0]).toBeNull();
      expect(of[1]).toBe(0);
      expect(of.at(-1)).toBe(100);
      expect([...of].sort((a, b) => (a ?? -1) - (b ?? -1))).toEqual(of);
    }
    const encode = steps(percents.map((each) => each[2] ?? null));
    expect(encode.some((percent) => percent !== null && percent > 0 && percent < 100)).toBe(true);
  });

  it('keeps its ids, which nobody can guess', () => {
    expect(new Set(ended.changes.map(({ id, tasks }) => [id, ...tasks.map((task) => task.id)].join())).size).toBe(1);
    const { id, tasks } = ended.job;
    expect(id).toMatch(/^job_[\w-]{20}$/);
    for (const task of tasks) expect(task.id).toMatch(/^task_[\w-]{20}$/);
    expect(new Set([id, ...tasks.map((task) => task.id)].map((each) => each.replace(/^[a-z]+_/, ''))).size).toBe(5);
  });

  it('names kinds, what came in and what came out', async () => {
    const { tasks, ...whole } = ended.job;
    expect(whole).toMatchObject({
      object: 'job',
      kind: 'video',
      input: await fixture('clip.mov'),
      output: ended.file,
      error: null,
    });
    expect(tasks.map(({ object, kind }) => [object, kind])).toEqual([
      ['task', 'probe'],
      ['task', 'import'],
      ['task', 'video'],
      ['task', 'export'],
    ]);
    const [probed, , encoded, exported] = tasks;
    expect(probed?.output).toMatchObject({
      object: 'file',
      kind: 'video',
      codecs: { video: 'h264', audio: 'aac' },
      url: await fixture('clip.mov'),
      width: 1920,
      height: 1080,
      fps: 30,
      video_codec: 'h264',
      audio_codec: 'aac',
      channels: 2,
    });
    expect(encoded?.output).toMatchObject({
      format: 'mp4',
      width: 320,
      height: 180,
      video_codec: 'h264',
      audio_codec: 'aac',
    });
    expect(exported?.output).toBe(ended.file);
  });

  it('gives out snapshots: an earlier one does not change any more', () => {
    const [first] = ended.changes;
    expect(first).toMatchObject({ status: 'queued', output: null, finished_at: null });
    expect(ended.changes.every((each, n) => n === 0 || each.tasks !== ended.changes[n - 1]?.tasks)).toBe(true);
  });
});

it('echoes options and metadata as they came, at every step', async () => {
  const metadata = { order: 7, nested: { a: [1, null, 'ü'] }, '': 'empty key' };
  const options = { quality: 'low', width: '50%', start: 0.5 } as const;
  const { changes } = await job('video', 'card-16x9.mp4', options, { metadata });
  for (const change of changes) expect([change.options, change.metadata]).toEqual([options, metadata]);
});

it('says nothing of options and metadata that were not given', async () => {
  const { job: ended } = await made('image', 'grey.png', {});
  expect([ended.options, ended.metadata, 'warnings' in ended]).toEqual([{}, {}, false]);
});

it('a snapshot belongs to whoever got it: changing it changes nothing', async () => {
  const metadata = { list: [1] };
  const { job: ended } = await job(
    'image',
    'grey.png',
    { format: 'webp' },
    {
      metadata,
      onChange: (changed) => {
        changed.status = 'failed';
        changed.tasks.length = 0;
        changed.options['format'] = 'png';
        (changed.metadata['list'] as number[]).push(2);
      },
    },
  );
  expect(ended).toMatchObject({ status: 'succeeded', options: { format: 'webp' }, metadata: { list: [1] } });
  expect(ended.tasks).toHaveLength(4);
  expect(metadata).toEqual({ list: [1] });
});

describe('times', () => {
  /** A clock that goes on by one at each look. */
  const ticking = () => {
    let at = 1000;
    return () => at++;
  };

  it('are in order: made, begun, changed, ended', async () => {
    const { changes, job: ended } = await job('image', 'grey.png', {}, { now: ticking() });
    expect(ended.created_at).toBe(1000);
    const started = ended.tasks.map(({ started_at }) => started_at ?? NaN);
    const finished = ended.tasks.map(({ finished_at }) => finished_at ?? NaN);
    const all = started.flatMap((at, n) => [at, finished[n] ?? NaN]);
    expect([...all].sort((a, b) => a - b)).toEqual(all);
    expect(ended.started_at).toBe(started[0]);
    expect(ended.finished_at).toBeGreaterThan(finished[3] ?? NaN);
    const updated = changes.map(({ updated_at }) => updated_at);
    expect([...updated].sort((a, b) => a - b)).toEqual(updated);
    expect(new Set(updated).size).toBe(updated.length);
    for (const { created_at } of ended.tasks) expect(created_at).toBe(1000);
  });

  it('of a job that fails: what ran ends with it, what did not run never began', async () => {
    const { job: ended, changes } = await job('audio', 'no-audio.mp4', {}, { now: ticking() });
    expect(statuses(ended)).toEqual(['failed', 'succeeded', 'failed', 'cancelled', 'cancelled']);
    expect(ended.tasks.map(({ started_at }) => started_at === null)).toEqual([false, false, true, true]);
    expect(ended.tasks.slice(1).every(({ finished_at }) => finished_at === ended.finished_at)).toBe(true);
    expect(ended.tasks[1]?.error).toEqual(ended.error);
    expect(ended.tasks[2]?.error).toBeNull();
    expect(changes.at(-1)).toEqual(ended);
  });
});

it('a listener that throws fails the job and leaves no trace', async () => {
  const { error, job: ended } = await job(
    'image',
    'grey.png',
    {},
    {
      onChange: ({ tasks }) => {
        if (tasks[2]?.status === 'processing') throw new Error('the listener broke');
      },
    },
  ).catch((thrown: unknown) => ({ error: thrown, job: null }));
  expect(error).toMatchObject({ kind: 'internal_error' });
  expect(ended?.status).toBe('failed');
});

it('of two jobs for the same place one wins, and the other says so', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'same-place-'));
  try {
    const destination = () => fileDestination(join(folder, 'out.jpg'), { overwrite: false });
    const both = await Promise.all([1, 2].map(() => job('image', 'card-16x9.png', { width: 100 }, { destination })));
    expect(both.map(({ error }) => error?.kind ?? 'succeeded').sort()).toEqual(['output_exists', 'succeeded']);
    expect(await readdir(folder)).toEqual(['out.jpg']);
  } finally {
    await rm(folder, { recursive: true });
  }
});
