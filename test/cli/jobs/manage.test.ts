import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Engine } from '../../../src/jobs/engine';
import { openEngine } from '../../../src/jobs/openEngine';
import { JobProgress } from '../../../src/pipeline/job/jobProgress';
import { fixture } from '../../fixtures';
import { anOrder, storeOf, ANY_JOB } from '../../support/engine';
import { answer, jobsCli, told } from '../../support/jobsCli';
import { mediaError } from '../../../src/pipeline/errors/mediaError';

const { home, env, here } = jobsCli();

/** Stores jobs without running them. */
async function store<T>(use: (engine: Engine) => Promise<T>): Promise<T> {
  const engine = await openEngine({ env: { ...process.env, ...env() }, runs: false });
  try {
    return await use(engine);
  } finally {
    await engine.stop();
  }
}

const three = () =>
  store(async ({ jobs }) => {
    const [first, second, third] = [
      await jobs.create(anOrder()),
      await jobs.create(anOrder({ request: { kind: 'audio', options: {}, metadata: {} } })),
      await jobs.create(anOrder()),
    ];
    await jobs.cancel(second.id);
    return [first.id, second.id, third.id];
  });

describe('list', () => {
  test('a job a line, the newest first; by status, kind and number', async () => {
    const [first, second, third] = await three();
    const ids = async (...words: string[]) => told(await here(['jobs', 'list', ...words])).map(({ id }) => id);
    expect(await ids()).toEqual([third, second, first]);
    expect(await ids('--status', 'cancelled')).toEqual([second]);
    expect(await ids('--kind', 'video')).toEqual([third, first]);
    expect(await ids('--limit', '1')).toEqual([third]);
    expect(await ids('--status', 'failed')).toEqual([]);
  });

  test('a table on a terminal', async () => {
    const [first = '', second = ''] = await three();
    const { text } = await here(['jobs', 'list'], { terminal: true });
    expect(text).toMatch(/│ job +│ kind +│ status +│ created +│ input +│ result +│/);
    expect(text).toMatch(
      new RegExp(`│ ${first} │ video │ queued +│ \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d │ in.mov │ +│`),
    );
    expect(text).toMatch(new RegExp(`│ ${second} │ audio │ cancelled +│.*│ cancelled +│`));
    expect((await here(['jobs', 'list', '--kind', 'image'], { terminal: true })).text).toBe(
      'There are no such jobs.\n',
    );
    expect(told(await here(['jobs', 'list', '--json'], { terminal: true }))).toHaveLength(3);
  });

  test.each([
    [['--status', 'done'], /"status" must be one of queued, processing/],
    [['--kind', 'movie'], /"kind" must be one of video/],
    [['--limit', '0'], /"limit".*1 to 1,000/],
    [['now'], /"now"/],
  ])('%j is refused', async (words, message) => {
    const run = await here(['jobs', 'list', ...words]);
    expect([run.code, answer(run).kind]).toEqual([2, 'request_invalid']);
    expect(answer(run).message).toMatch(message);
  });
});

test.each(['get', 'cancel', 'retry'])('%s: an id that is not there, and none', async (deed) => {
  const unknown = await here(['jobs', deed, 'job_absent']);
  expect([unknown.code, answer(unknown).kind]).toEqual([1, 'job_not_found']);
  for (const words of [[], ['one', 'two']]) {
    const none = await here(['jobs', deed, ...words]);
    expect([none.code, answer(none).message]).toEqual([2, expect.stringContaining(`media-jobs jobs ${deed} ID`)]);
  }
  const stray = await here(['jobs', deed, 'job_absent', '--jsno']);
  expect([stray.code, answer(stray).message]).toEqual([2, expect.stringContaining('"--json"')]);
});

test('jobs alone, and an unknown command of it, name those that there are', async () => {
  for (const words of [['jobs'], ['jobs', 'creat']]) {
    const run = await here(words);
    expect([run.code, answer(run).message]).toEqual([
      2,
      expect.stringContaining('there are: create, list, get, cancel, retry'),
    ]);
  }
  expect((await here(['jobs'], { terminal: true })).text).toMatch(/^Usage: media-jobs jobs/);
});

describe('get', () => {
  test('on a terminal: what is known of it, and why it failed', async () => {
    const id = await store(async (engine) => {
      const job = await engine.jobs.create(anOrder({ webhookUrl: 'https://example.com/hook' }));
      await storeOf(engine).workers.register({ id: 'p', pid: 1, started: 'x', namespace: 'x', role: 'cli', seenAt: 0 });
      const claimed = await storeOf(engine).queue.claim('p', { ...ANY_JOB, now: Date.now() });
      if (claimed === null) throw new Error('nothing to claim');
      await storeOf(engine).queue.end(
        claimed,
        new JobProgress(job, Date.now, () => undefined).fail(mediaError('no_audio_stream', { input: 'x' }), []),
      );
      return job.id;
    });
    const { text } = await here(['jobs', 'get', id], { terminal: true });
    expect(text).toMatch(new RegExp(`^job +${id}\nkind +video\nstatus +failed\ninput +https://media.example/in.mov\n`));
    expect(text).toMatch(
      /\nattempts +0 of 3\nwebhook +https:\/\/example.com\/hook\n +job.failed pending\n\nError: The input x has no audio\. Give a file with sound\.\n$/,
    );
  });

  test('of one that succeeded: before and after', async () => {
    await here(['jobs', 'create', '--kind', 'audio', '-i', await fixture('card-16x9.mp4'), '--wait']);
    const id = told(await here(['jobs', 'list']))[0]?.id ?? '';
    const { text } = await here(['jobs', 'get', id], { terminal: true });
    expect(text).toMatch(/^status +succeeded$/m);
    expect(text).toMatch(new RegExp(`^Done in \\d+\\.\\d s: ${join(home(), 'files', id)}/1/card-16x9\\.mp3$`, 'm'));
    expect(text).toMatch(/^codec +h264 \+ aac +mp3$/m);
  });
});

test('cancel ends a job that has not begun; retry puts it back into the queue, while its input is there', async () => {
  const job = answer(await here(['jobs', 'create', '--kind', 'audio', '-i', await fixture('card-16x9.mp4')]));
  expect(answer(await here(['jobs', 'cancel', job.id]))).toMatchObject({ id: job.id, status: 'cancelled' });
  const again = await here(['jobs', 'cancel', job.id]);
  expect([again.code, answer(again).kind]).toEqual([1, 'job_ended']);
  const retried = await here(['jobs', 'retry', job.id]);
  expect([retried.code, answer(retried)]).toEqual([
    0,
    expect.objectContaining({ id: job.id, status: 'queued', error: null, attempts: { made: 0, most: 3 } }),
  ]);
  expect(answer(await here(['jobs', 'retry', job.id])).kind).toBe('job_not_ended');
  await here(['worker', '--until-empty']);
  expect(answer(await here(['jobs', 'get', job.id])).status).toBe('succeeded');
  expect(answer(await here(['jobs', 'retry', job.id])).kind).toBe('job_ended');

  const other = answer(await here(['jobs', 'create', '--kind', 'audio', '-i', await fixture('card-16x9.mp4')]));
  await here(['jobs', 'cancel', other.id]);
  await rm(join(home(), 'inputs', other.id), { recursive: true });
  expect(answer(await here(['jobs', 'retry', other.id])).kind).toBe('input_gone');
});
