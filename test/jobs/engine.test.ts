import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileSource } from '../../src/pipeline/storage/sources';
import type { Engine } from '../../src/jobs/engine';
import { JobProgress } from '../../src/pipeline/job/jobProgress';
import type { Performer } from '../../src/jobs/performLocally';
import type { JobEvent } from '../../src/jobs/store/event';
import { fixture } from '../fixtures';
import { anOrder, performing, QUICK, testHome, storeOf } from '../support/engine';
import { probe } from '../support/probe';
import { mediaError } from '../../src/pipeline/errors/mediaError';

const { open, env } = testHome();
const never = new AbortController().signal;

/** When the next job begins. */
const nextStart = (engine: Engine): Promise<void> =>
  new Promise((resolve, reject) => {
    engine.jobs.subscribe(({ type }) => type === 'job.started' && resolve()).catch(reject);
  });

/** Ends as failed, with an error that may pass, so many times. */
function failing(times: number): { performer: Performer; begun: () => number } {
  let begun = 0;
  const performer: Performer = async (attempt) => {
    begun += 1;
    if (begun > times) return performing()(attempt);
    const error = mediaError('download_failed', { input: 'x', why: 'the server is away' });
    return { job: new JobProgress(attempt.queued, Date.now, attempt.onChange).fail(error, []), error };
  };
  return { performer, begun: () => begun };
}

describe('a job in the background', () => {
  it('is answered queued, runs with ffmpeg, and keeps its result', async () => {
    const engine = await open();
    const input = await fixture('surround.mp4');
    const job = await engine.jobs.create({
      request: { kind: 'video', options: { format: 'webm', width: 64 }, metadata: { mine: 1 } },
      input: fileSource(input),
    });
    expect(job).toMatchObject({ status: 'queued', attempts: { made: 0, most: 3 }, input });
    await engine.start();
    const ended = await engine.jobs.ended(job.id, never);
    expect(ended).toMatchObject({
      id: job.id,
      status: 'succeeded',
      metadata: { mine: 1 },
      attempts: { made: 1, most: 3 },
    });
    expect(await probe(ended.output ?? '')).toMatchObject({
      streams: expect.arrayContaining([expect.objectContaining({ codec_name: 'vp9', width: 64 })]) as unknown,
    });
    await engine.stop();
    expect(readdirSync(engine.home.work)).toEqual([]);
    expect(readdirSync(engine.home.inputs)).toEqual([]);
  });

  it('owns its input from the start', async () => {
    const engine = await open();
    const folder = env().MEDIA_JOBS_HOME ?? '';
    const input = join(folder, 'taken.mp4');
    writeFileSync(input, readFileSync(await fixture('surround.mp4')));
    const job = await engine.jobs.create({
      request: { kind: 'image', options: {}, metadata: {} },
      input: fileSource(input),
    });
    rmSync(input);
    await engine.start();
    const ended = await engine.jobs.ended(job.id, never);
    expect(ended.status).toBe('succeeded');
    expect(existsSync(ended.output ?? '')).toBe(true);
  });

  it('tells what happens to it, in order', async () => {
    const engine = await open({ performers: { local: performing() } });
    const events: JobEvent[] = [];
    await engine.jobs.subscribe((event) => events.push(event));
    const job = await engine.jobs.create(anOrder());
    await engine.start();
    await engine.jobs.ended(job.id, never);
    const types = events.map(({ type }) => type);
    expect([types[0], types[1], types.at(-1)]).toEqual(['job.queued', 'job.started', 'job.succeeded']);
    expect(types.slice(2, -1).every((type) => type === 'job.progress')).toBe(true);
    expect(events.at(-1)?.job).toMatchObject({ id: job.id, status: 'succeeded' });
  });

  it('is told of at once where it ran, without another look at the store', async () => {
    const engine = await open({ performers: { local: performing() }, rhythm: { ...QUICK, poll: 3_600_000 } });
    await engine.start();
    const job = await engine.jobs.create(anOrder());
    expect((await engine.jobs.ended(job.id, never)).status).toBe('succeeded');
  });

  it('goes by priority, then by arrival', async () => {
    const order: string[] = [];
    const engine = await open({
      concurrency: 1,
      performers: { local: performing(({ job }) => order.push(String(job.request.metadata.name))) },
    });
    const named = (name: string, priority?: number) =>
      engine.jobs.create(anOrder({ request: { kind: 'video', options: {}, metadata: { name } }, priority }));
    const jobs = [await named('first'), await named('second'), await named('urgent', 5), await named('third')];
    await engine.start();
    for (const { id } of jobs) await engine.jobs.ended(id, never);
    expect(order).toEqual(['urgent', 'first', 'second', 'third']);
  });

  it('is tried again for what may pass, as often as it says', async () => {
    const passing = failing(2);
    const engine = await open({ performers: { local: passing.performer }, random: () => 0 });
    await engine.start();
    const job = await engine.jobs.create(anOrder());
    expect(await engine.jobs.ended(job.id, never)).toMatchObject({
      status: 'succeeded',
      attempts: { made: 3, most: 3 },
    });
    const stubborn = await engine.jobs.create(anOrder());
    passing.begun();
    expect((await engine.jobs.ended(stubborn.id, never)).status).toBe('succeeded');
  });

  it('fails when it has had its attempts, and not before', async () => {
    const { performer, begun } = failing(9);
    const engine = await open({ performers: { local: performer }, random: () => 0 });
    await engine.start();
    const job = await engine.jobs.create(anOrder());
    expect(await engine.jobs.ended(job.id, never)).toMatchObject({
      status: 'failed',
      error: { kind: 'download_failed' },
      attempts: { made: 3, most: 3 },
    });
    expect(begun()).toBe(3);
  });

  it('is not tried again for what will not pass', async () => {
    const engine = await open();
    await engine.start();
    const job = await engine.jobs.create({
      request: { kind: 'video', options: { start: 50, end: 60 }, metadata: {} },
      input: fileSource(await fixture('surround.mp4')),
    });
    expect(await engine.jobs.ended(job.id, never)).toMatchObject({
      status: 'failed',
      error: { kind: 'range_invalid' },
      attempts: { made: 1 },
    });
    expect(readdirSync(engine.home.files).flatMap((id) => readdirSync(join(engine.home.files, id)))).toEqual([]);
  });

  it('has a time limit', async () => {
    const engine = await open({
      performers: {
        local: performing(
          ({ signal }) =>
            new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error))),
        ),
      },
    });
    await engine.start();
    const job = await engine.jobs.create(anOrder({ timeLimit: 20 }));
    expect(await engine.jobs.ended(job.id, never)).toMatchObject({
      status: 'failed',
      error: { kind: 'time_limit_exceeded' },
      attempts: { made: 1 },
    });
  });
});

describe('an idempotency key', () => {
  it('answers the first job', async () => {
    const engine = await open();
    const first = await engine.jobs.create(anOrder({ idempotencyKey: 'k' }));
    expect((await engine.jobs.create(anOrder({ idempotencyKey: 'k' }))).id).toBe(first.id);
    expect(await engine.jobs.list()).toHaveLength(1);
  });

  it('is refused for another request', async () => {
    const engine = await open();
    await engine.jobs.create(anOrder({ idempotencyKey: 'k' }));
    await expect(
      engine.jobs.create(anOrder({ idempotencyKey: 'k', request: { kind: 'audio', options: {}, metadata: {} } })),
    ).rejects.toMatchObject({ kind: 'idempotency_conflict' });
  });

  it('counts once when many ask at the same time', async () => {
    const [one, other] = await Promise.all([open(), open()]);
    const jobs = await Promise.all(
      Array.from({ length: 20 }, (_, at) => (at % 2 === 0 ? one : other).jobs.create(anOrder({ idempotencyKey: 'k' }))),
    );
    expect(new Set(jobs.map(({ id }) => id)).size).toBe(1);
  });
});

describe('cancelling', () => {
  it('ends a job that has not begun at once', async () => {
    const engine = await open();
    const { id } = await engine.jobs.create(anOrder());
    expect(await engine.jobs.cancel(id)).toMatchObject({ status: 'cancelled' });
    await expect(engine.jobs.cancel(id)).rejects.toMatchObject({ kind: 'job_ended' });
  });

  it('ends one that runs in another process', async () => {
    const waiting = performing(
      ({ signal }) =>
        new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error))),
    );
    const [runs, asks] = await Promise.all([open({ performers: { local: waiting } }), open()]);
    await runs.start();
    const started = nextStart(asks);
    const { id } = await asks.jobs.create(anOrder());
    await started;
    await asks.jobs.cancel(id);
    expect(await asks.jobs.ended(id, never)).toMatchObject({ status: 'cancelled', error: { kind: 'cancelled' } });
  });

  it('leaves a job that can be begun anew', async () => {
    const engine = await open({ performers: { local: performing() } });
    const { id } = await engine.jobs.create(anOrder());
    await engine.jobs.cancel(id);
    await engine.start();
    expect(await engine.jobs.retry(id)).toMatchObject({
      id,
      status: expect.stringMatching(/queued|processing|succeeded/) as string,
    });
    expect((await engine.jobs.ended(id, never)).status).toBe('succeeded');
    await expect(engine.jobs.retry(id)).rejects.toMatchObject({ kind: 'job_ended' });
  });
});

it('leaves what runs to others when it stops', async () => {
  let running = 0;
  const first = await open({
    performers: {
      local: performing(
        ({ signal }) =>
          new Promise((_, reject) => {
            running += 1;
            signal.addEventListener('abort', () => reject(signal.reason as Error));
          }),
      ),
    },
  });
  await first.start();
  const started = nextStart(first);
  const { id } = await first.jobs.create(anOrder());
  await started;
  await first.stop();
  expect(running).toBe(1);
  const second = await open({ performers: { local: performing() } });
  expect(await second.jobs.get(id)).toMatchObject({ status: 'queued', attempts: { made: 0 } });
  expect(await storeOf(second).reader.get(id)).toMatchObject({ attempts: 0, losses: 0 });
  await second.start();
  expect(await second.jobs.ended(id, never)).toMatchObject({ status: 'succeeded' });
});
