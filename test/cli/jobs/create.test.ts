import { existsSync } from 'node:fs';
import { copyFile, link, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sqliteStoreAt } from '../../support/sqliteStore';
import type { StoredJob } from '../../../src/jobs/store/storedJob';
import { fixture } from '../../fixtures';
import { answer, jobsCli, told } from '../../support/jobsCli';
import { probe } from '../../support/probe';
import { startS3 } from '../../support/s3Server';

const { home, work, here } = jobsCli();

/** The row of a job. */
async function stored(id: string): Promise<StoredJob> {
  const store = await sqliteStoreAt(join(home(), 'jobs.sqlite'));
  const job = await store.reader.get(id);
  await store.close();
  if (job === null) throw new Error(`There is no job ${id}`);
  return job;
}

let clip: string;
beforeAll(async () => {
  clip = await fixture('card-16x9.mp4');
});

test('answers the queued job at once, which owns its input and is run by a worker', async () => {
  await copyFile(clip, join(work(), 'mine.mp4'));
  const run = await here([
    'jobs',
    'create',
    '--kind',
    'video',
    '-i',
    'mine.mp4',
    '--width',
    '160',
    '--metadata',
    'order=17',
  ]);
  const job = answer(run);
  expect([run.code, run.stderr]).toEqual([0, '']);
  expect(job).toMatchObject({
    object: 'job',
    status: 'queued',
    kind: 'video',
    input: join(work(), 'mine.mp4'),
    options: { width: 160 },
    metadata: { order: '17' },
    output: null,
  });
  await rm(join(work(), 'mine.mp4'));
  expect((await here(['worker', '--until-empty'])).code).toBe(0);
  const ended = answer(await here(['jobs', 'get', job.id]));
  // The tasks that were shown are those that ran.
  expect(ended).toMatchObject({
    id: job.id,
    status: 'succeeded',
    tasks: job.tasks.map(({ id }) => ({ id, status: 'succeeded' })),
  });
  expect((await probe(ended.output ?? '')).video).toMatchObject({ width: 160 });
  expect([await readdir(join(home(), 'inputs')), await readdir(work())]).toEqual([[], []]);
});

describe('the job as JSON', () => {
  const body = () => ({
    kind: 'audio',
    input: clip,
    options: { format: 'mp3' },
    output: 'out.mp3',
    metadata: { deep: { a: [1] } },
    webhook_url: 'https://example.com/hook',
    priority: 7,
    time_limit: 2.01,
  });

  test('as it stands there, or in standard input, by --body; and the job by its id alone', async () => {
    for (const words of [
      ['--body', JSON.stringify(body())],
      ['--body', '-'],
    ]) {
      const job = answer(await here(['jobs', 'create', ...words], { input: JSON.stringify(body()) }));
      expect(job).toMatchObject({ kind: 'audio', options: { format: 'mp3' }, status: 'queued' });
      expect(answer(await here(['jobs', job.id])).id).toBe(job.id);
    }
    expect(answer(await here(['jobs', 'create', '--body', 'nonsense'])).message).toContain('--body is not JSON');
    expect(
      answer(
        await here(['jobs', 'create', '--body', '{"kind": "audio"}', '--data', '-'], { input: '{"kind": "audio"}' }),
      ).message,
    ).toContain('by --data or by --body');
    // Ids are random base64url: dashes stand anywhere in them.
    for (const id of ['job_TGTUMX-UGciotgy63Vp-', 'job_-aaaaaaaaaaaaaaaaaa_', 'J7-x'])
      expect(answer(await here(['jobs', id]))).toMatchObject({ kind: 'job_not_found' });
    expect(answer(await here(['jobs', 'nonsense'])).message).toContain('create, list, get');
  });

  test.each(['a file', 'standard input', 'a pipe without flags'])('from %s', async (from) => {
    const text = JSON.stringify(body());
    await writeFile(join(work(), 'job.json'), text);
    const words = { 'a file': ['--data', 'job.json'], 'standard input': ['--data', '-'] }[from] ?? [];
    const job = answer(await here(['jobs', 'create', ...words], { input: from === 'a file' ? '' : text }));
    expect(job).toMatchObject({
      kind: 'audio',
      input: clip,
      options: { format: 'mp3' },
      metadata: { deep: { a: [1] } },
      webhook_url: 'https://example.com/hook',
    });
    expect(await stored(job.id)).toMatchObject({
      priority: 7,
      timeLimit: 2_010,
      request: { output: { path: join(work(), 'out.mp3'), overwrite: false } },
    });
  });

  test('is the same job as by flags', async () => {
    const words = [
      '--kind',
      'audio',
      '-i',
      clip,
      '-o',
      'out.mp3',
      '--webhook-url',
      'https://example.com/hook',
      '--priority',
      '7',
      '--time-limit',
      '2.01',
    ];
    const byFlags = await stored(answer(await here(['jobs', 'create', ...words])).id);
    const byData = await stored(
      answer(await here(['jobs', 'create', '--data', '-'], { input: JSON.stringify({ ...body(), metadata: {} }) })).id,
    );
    expect(byData.requestHash).toBe(byFlags.requestHash);
    expect(byFlags).toMatchObject({ priority: 7, timeLimit: 2_010, webhookUrl: 'https://example.com/hook' });
  });
});

describe('what is refused, with exit code 2 and nothing stored', () => {
  test.each<[string, string[], string | undefined, string, RegExp]>([
    ['nothing at all', [], '', 'request_invalid', /No job was given, and standard input is empty/],
    ['what is not JSON', [], '{"kind": ', 'request_invalid', /Standard input is not JSON/],
    ['JSON that is no object', [], '[1]', 'request_invalid', /no object/],
    ['no kind', ['-i', 'x'], undefined, 'request_invalid', /"--kind" must be one of video, audio/],
    [
      'an unknown kind',
      ['--kind', 'movie', '-i', 'x'],
      undefined,
      'request_invalid',
      /"--kind" must be one of video.*"movie"/,
    ],
    ['no input', ['--kind', 'video'], undefined, 'input_required', /no input/],
    [
      'a flag of another kind',
      ['--kind', 'audio', '-i', 'x', '--width', '20'],
      undefined,
      'request_invalid',
      /"--width" is not a flag/,
    ],
    [
      'a flag of the kind without its value',
      ['--kind', 'video', '-i', 'x', '--width'],
      undefined,
      'request_invalid',
      /'--width <pixels\|percent>' argument missing/,
    ],
    [
      'a flag without its value',
      ['--kind', 'video', '-i', 'x', '--priority'],
      undefined,
      'request_invalid',
      /'--priority <number>' argument missing/,
    ],
    [
      'all that is wrong at once',
      [
        '--kind',
        'video',
        '-i',
        'x',
        '--widht',
        '3',
        '--fps',
        '90',
        '--priority',
        'high',
        '--time-limit',
        '0',
        '--webhook-url',
        'ftp://x',
        '--metadata',
        'x',
      ],
      undefined,
      'request_invalid',
      /"--widht".*"--metadata" must be KEY=VALUE.*"--webhook-url" must be an address.*"--priority" must be a number.*"--time-limit" must be greater than 0.*"--fps"/s,
    ],
    [
      'a format that does not fit the name',
      ['--kind', 'video', '-i', 'x', '-o', 'out.mp3'],
      undefined,
      'invalid_format',
      /"\.mp3"/,
    ],
    ['standard output', ['--kind', 'video', '-i', 'x', '-o', '-'], undefined, 'request_invalid', /no standard output/],
    [
      'an unknown field',
      [],
      '{"kind":"video","input":"x","webhook":"https://example.com"}',
      'request_invalid',
      /"webhook" is not one of the options; did you mean "webhook_url"/,
    ],
    [
      'flags beside the JSON',
      ['--data', '-', '--kind', 'video'],
      '{"kind":"video","input":"x"}',
      'request_invalid',
      /in the JSON alone/,
    ],
    [
      'an address that is not read',
      ['--kind', 'video', '-i', 'ftp://example.com/x'],
      undefined,
      'invalid_input',
      /ftp/,
    ],
  ])('%s', async (_, words, input, kind, message) => {
    const run = await here(['jobs', 'create', ...words], { input });
    expect([run.code, answer(run).kind]).toEqual([2, kind]);
    expect(answer(run).message).toMatch(message);
    expect(told(await here(['jobs', 'list']))).toEqual([]);
  });

  test('the input as its own output, by whatever link', async () => {
    await copyFile(clip, join(work(), 'in.mp4'));
    await link(join(work(), 'in.mp4'), join(work(), 'hard.mp4'));
    await copyFile(await fixture('alpha.png'), join(work(), 'alpha.png'));
    for (const words of [
      ['video', '-i', 'in.mp4', '-o', '.'],
      ['video', '-i', 'hard.mp4', '-o', 'in.mp4'],
      ['image', '-i', 'alpha.png', '-o', '.'],
    ]) {
      const run = await here(['jobs', 'create', '--overwrite', '--kind', ...words]);
      expect([run.code, answer(run).kind]).toEqual([2, 'request_invalid']);
      expect(answer(run).message).toContain('is the input itself');
    }
  });
});

describe('where the result goes', () => {
  test('a place that is taken or missing is told now, not when the job runs', async () => {
    await writeFile(join(work(), 'out.mp4'), 'mine');
    const words = ['jobs', 'create', '--kind', 'video', '-i', clip];
    const taken = await here([...words, '-o', 'out.mp4']);
    expect([taken.code, answer(taken).kind]).toEqual([1, 'output_exists']);
    const missing = await here([...words, '-o', 'absent/out.mp4']);
    expect([missing.code, answer(missing).kind]).toEqual([1, 'output_unwritable']);
    expect((await here([...words, '-o', 'out.mp4', '--overwrite'])).code).toBe(0);
    expect(told(await here(['jobs', 'list']))).toHaveLength(1);
  });

  test('a folder; its name by the input, its extension by what it becomes', async () => {
    await mkdir(join(work(), 'made'));
    await writeFile(join(work(), 'made/other.txt'), 'mine');
    const [alpha, card] = [await fixture('alpha.png'), await fixture('card-16x9.png')];
    for (const words of [
      ['image', '-i', alpha],
      ['image', '-i', card],
      ['audio', '-i', clip],
      ['adaptive_video', '-i', clip, '--height', '240'],
    ]) {
      expect((await here(['jobs', 'create', '-o', 'made/', '--kind', ...words])).code).toBe(0);
    }
    await here(['worker', '--until-empty']);
    expect(told(await here(['jobs', 'list'])).map(({ output }) => output)).toEqual(
      ['card-16x9.hls/master.m3u8', 'card-16x9.mp3', 'card-16x9.jpg', 'alpha.png'].map((name) =>
        join(work(), 'made', name),
      ),
    );
    expect((await readdir(join(work(), 'made'))).sort()).toEqual([
      'alpha.png',
      'card-16x9.hls',
      'card-16x9.jpg',
      'card-16x9.mp3',
      'other.txt',
    ]);
    expect(await readdir(join(home(), 'files'))).toEqual([]);
  });

  test('S3, from there and to there, with the keys of the environment', async () => {
    const s3 = await startS3();
    try {
      const env = s3.env as Record<string, string>;
      expect((await here(['audio', '-i', clip, '-o', `s3://${s3.bucket}/in.wav`], { env })).code).toBe(0);
      const job = answer(
        await here(
          ['jobs', 'create', '--kind', 'audio', '-i', `s3://${s3.bucket}/in.wav`, '-o', `s3://${s3.bucket}/out.mp3`],
          { env },
        ),
      );
      expect(job).toMatchObject({ input: `s3://${s3.bucket}/in.wav`, options: { format: 'mp3' } });
      await here(['worker', '--until-empty'], { env });
      expect(answer(await here(['jobs', 'get', job.id]))).toMatchObject({
        status: 'succeeded',
        output: `s3://${s3.bucket}/out.mp3`,
      });
    } finally {
      await s3.stop();
    }
  });
});

test('an idempotency key answers the first job, also when its result is there; with another request it is refused', async () => {
  const words = ['jobs', 'create', '--kind', 'audio', '-i', clip, '-o', 'out.mp3', '--idempotency-key', 'k'];
  const first = answer(await here(words));
  await here(['worker', '--until-empty']);
  expect(existsSync(join(work(), 'out.mp3'))).toBe(true);
  expect(answer(await here(words))).toMatchObject({ id: first.id, status: 'succeeded' });
  expect((await here(words, { terminal: true })).text).toContain('it was there already');
  const refused = await here([...words, '--bitrate', '64000']);
  expect([refused.code, answer(refused).kind]).toEqual([1, 'idempotency_conflict']);
});

test('on a terminal it is a sentence, with what to do next', async () => {
  const { code, text } = await here(['jobs', 'create', '--kind', 'video', '-i', clip], { terminal: true });
  const id = told(await here(['jobs', 'list']))[0]?.id ?? '';
  expect(code).toBe(0);
  expect(text).toBe(
    `Job ${id} is queued: video of ${clip}\nLook at it with: media-jobs jobs get ${id}\nNo process runs jobs at the moment. Start one with: media-jobs worker\n`,
  );
});

test('a probe tells what its input is made of in the job itself', async () => {
  const done = await here(['jobs', 'create', '--kind', 'probe', '-i', clip, '--wait', '--json']);
  const ended = told(done).at(-1);
  expect([done.code, ended]).toMatchObject([
    0,
    { status: 'succeeded', output: null, tasks: [{ kind: 'probe', output: { object: 'file', width: 640 } }] },
  ]);
  const shown = await here(['jobs', 'get', ended?.id ?? ''], { terminal: true });
  expect(shown.text).toMatch(/Done in [\d.]+ s\n\nfile +.*card-16x9\.mp4\nformat +mp4\n/);
  const refused = await here(['jobs', 'create', '--kind', 'probe', '-i', clip, '-o', 'info.json']);
  expect([refused.code, answer(refused)]).toMatchObject([
    2,
    { kind: 'request_invalid', message: expect.stringContaining('"-o" does not go with the kind probe') as string },
  ]);
});
