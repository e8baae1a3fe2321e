import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { runCli } from '../../src/cli/cli';
import type { Job } from '../../src/pipeline/job/job';
import { connectFromEnv } from '../../src/pipeline/storage/s3/s3Access';
import { ittybitDouble, KEY } from '../support/ittybitDouble';
import type { IttybitDouble } from '../support/ittybitDouble';
import { startS3 } from '../support/s3Server';

let double: IttybitDouble;
let cwd: string;
let env: NodeJS.ProcessEnv;
beforeEach(async () => {
  double = await ittybitDouble();
  double.course = [{ status: 'succeeded' }];
  cwd = await mkdtemp(join(tmpdir(), 'hosted-cli-'));
  env = { ITTYBIT_API_KEY: KEY, ITTYBIT_BASE_URL: double.origin };
});
afterEach(async () => {
  await double.close();
  await rm(cwd, { recursive: true, force: true });
});

/** Runs the command line in this process, as in a pipe. */
async function run(words: string[], { signal = new AbortController().signal, terminal = false } = {}) {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const [out, err] = [text(stdout), text(stderr)];
  const code = await runCli(
    words,
    { stdin: Readable.from([]), stdout: Object.assign(stdout, { isTTY: terminal, columns: 80 }), stderr, env, cwd },
    signal,
  );
  stdout.end();
  stderr.end();
  const lines = (await out).split('\n').filter((line) => line !== '');
  return {
    code,
    out: await out,
    err: await err,
    lines,
    last: () => JSON.parse(lines.at(-1) ?? 'null') as Job & { kind: string; message?: string },
  };
}

const VIDEO = ['video', '--backend', 'ittybit', '-i', 'https://example.com/upload.mov?token=canary'];

test('without -o the result stays there, and the ended job names its address', async () => {
  const { code, lines, last } = await run([
    ...VIDEO,
    '--width',
    '640',
    '--metadata',
    'order=7',
    '--webhook-url',
    'https://example.com/hook',
    '--extra-options',
    '{"watermark":"me"}',
  ]);
  expect(code).toBe(0);
  expect(double.asked[0]?.body).toEqual({
    input: 'https://example.com/upload.mov?token=canary',
    kind: 'video',
    options: { width: 640, watermark: 'me' },
    metadata: { order: '7' },
    webhook_url: 'https://example.com/hook',
  });
  expect(lines.map((line) => (JSON.parse(line) as Job).status)).toEqual(['queued', 'succeeded']);
  expect(last()).toMatchObject({
    id: 'job_000001',
    output: `${double.origin}/results/result.mp4`,
    input: 'https://example.com/upload.mov?token=***',
  });
  expect(await readdir(cwd)).toEqual([]);
});

test('with -o it is fetched, and its extension asks for the format', async () => {
  const { code, last } = await run([...VIDEO, '-o', 'clip.webm']);
  expect([code, last().output]).toEqual([0, join(cwd, 'clip.webm')]);
  expect(double.asked[0]?.body).toMatchObject({ options: { format: 'webm' } });
  expect(await readFile(join(cwd, 'clip.webm'), 'utf8')).toBe('the result');
});

test('a folder, standard output and a bucket of the user’s own are places too', async () => {
  expect((await run([...VIDEO, '-o', './'])).last().output).toBe(join(cwd, 'upload.mp4'));
  const piped = await run([...VIDEO, '-o', '-']);
  expect([piped.out, piped.err.split('\n').length > 1]).toEqual(['the result', true]);
  double.course = [{ status: 'succeeded', output: 's3://my-bucket/processed/video.mp4' }];
  expect((await run([...VIDEO, '-o', 's3://my-bucket/processed/video.mp4'])).last().output).toBe(
    's3://my-bucket/processed/video.mp4',
  );
  expect(double.asked.at(-2)?.body).toMatchObject({ output: 's3://my-bucket/processed/video.mp4' });
});

test('an HLS set becomes a folder', async () => {
  double.course = [{ status: 'succeeded', output: `${double.origin}/results/hls/master.m3u8` }];
  for (const [name, content] of Object.entries({
    'master.m3u8': '#EXTM3U\nv0.m3u8\n',
    'v0.m3u8': '#EXTM3U\n#EXTINF:1,\n0.ts\n',
    '0.ts': 'x',
  }))
    double.results.set(`hls/${name}`, content);
  const { code, last } = await run([
    'adaptive',
    '--backend',
    'ittybit',
    '-i',
    'https://example.com/a.mp4',
    '-o',
    'stream',
  ]);
  expect([code, last().output]).toEqual([0, join(cwd, 'stream', 'master.m3u8')]);
  expect((await readdir(join(cwd, 'stream'))).sort()).toEqual(['0.ts', 'master.m3u8', 'v0.m3u8']);
});

test('a local file goes through the bucket that is named, and is deleted there', async () => {
  const s3 = await startS3();
  const client = await connectFromEnv(s3.env)();
  try {
    Object.assign(env, s3.env);
    await writeFile(join(cwd, 'in.png'), 'bytes');
    const { code } = await run([
      'image',
      '--backend',
      'ittybit',
      '-i',
      join(cwd, 'in.png'),
      '--staging',
      's3://my-bucket/passing',
    ]);
    expect(code).toBe(0);
    expect(String(double.asked[0]?.body?.input)).toMatch(
      /^http:\/\/127\.0\.0\.1:\d+\/my-bucket\/passing\/media-jobs\/[0-9a-f]{32}\/in\.png\?/,
    );
    expect((await client.send(new ListObjectsV2Command({ Bucket: s3.bucket }))).KeyCount).toBe(0);
  } finally {
    client.destroy();
    await s3.stop();
  }
});

test.each([
  [
    'a local file without a bucket',
    ['image', '--backend', 'ittybit', '-i', 'in.png'],
    'staging_required',
    '--staging s3://bucket/folder/',
  ],
  [
    'an unknown backend',
    ['image', '--backend', 'cloud', '-i', 'https://example.com/a.png'],
    'request_invalid',
    'local or ittybit',
  ],
  ['a wrong option', [...VIDEO, '--quality', 'superb'], 'request_invalid', 'quality'],
  ['extra options that are none', [...VIDEO, '--extra-options', '7'], 'request_invalid', 'extra-options'],
  ['a dry run', [...VIDEO, '--dry-run'], 'request_invalid', '--dry-run'],
  ['a file that is there already', [...VIDEO, '-o', 'there.mp4'], 'output_exists', 'there.mp4'],
  [
    'what is for a hosted API alone',
    ['image', '-i', 'in.png', '--base-url', 'https://x.example'],
    'request_invalid',
    '--base-url goes with',
  ],
])('%s is refused before any request', async (_, words, kind, message) => {
  await writeFile(join(cwd, 'in.png'), 'bytes');
  await writeFile(join(cwd, 'there.mp4'), 'mine');
  const { code, last } = await run(words);
  expect(last()).toMatchObject({ kind, message: expect.stringContaining(message) as string });
  expect(code).toBe(kind === 'request_invalid' ? 2 : 1);
  expect(double.asked).toEqual([]);
});

test('a key that is not set', async () => {
  delete env['ITTYBIT_API_KEY'];
  expect((await run(VIDEO)).last().message).toContain('ITTYBIT_API_KEY');
});

test('a job that fails', async () => {
  double.course = [{ status: 'failed', error: { kind: 'encode_failed', message: 'Broken' } }];
  const { code, last } = await run(VIDEO);
  expect(code).toBe(1);
  expect(last()).toMatchObject({
    status: 'failed',
    error: { kind: 'encode_failed', message: expect.stringContaining('Broken') as string },
  });
});

test('Ctrl-C says that the job goes on where it cannot be cancelled', async () => {
  double.course = [{ status: 'processing' }];
  const controller = new AbortController();
  const push = double.asked.push.bind(double.asked);
  double.asked.push = (...asked) => {
    if (asked[0]?.method === 'GET') controller.abort();
    return push(...asked);
  };
  const { code, err, last } = await run(VIDEO, { signal: controller.signal });
  expect(code).toBe(130);
  expect(err).toContain('goes on at Ittybit');
  expect(last()).toMatchObject({ id: 'job_000001', error: { kind: 'cancelled' } });
});

test('on a terminal there are sentences, and no key anywhere', async () => {
  const { out } = await run([...VIDEO, '--debug'], { terminal: true });
  expect(out).toContain(`Done`);
  expect(out).toContain(`${double.origin}/results/result.mp4`);
  double.mishaps = [{ status: 401, body: { kind: 'token_invalid', message: `Bad key ${KEY}` } }];
  const refused = await run([...VIDEO, '--debug'], { terminal: true });
  expect(refused.out).toContain('Error: Ittybit: Bad key ***.');
  expect(refused.out + refused.err).not.toMatch(new RegExp(`${KEY}|canary`));
});
