import { access, copyFile, link, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Job } from '../../src/pipeline/job/job';
import { fixture } from '../fixtures';
import { serve } from '../pipeline/storage/support/server';
import { cli, last } from '../support/cli';
import type { CliRun, CliUse } from '../support/cli';
import { probe } from '../support/probe';
import { startS3 } from '../support/s3Server';

let root: string;
let work: string;
let clip: string;
beforeAll(async () => {
  clip = await fixture('card-16x9.mp4');
});
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'cli-'));
  work = join(root, 'work');
  await mkdir(work);
  await mkdir(join(root, 'tmp'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

/** Runs in the working folder with a folder for passing files of its own. */
const run = (words: readonly string[], use: Partial<CliUse> = {}): Promise<CliRun> =>
  cli(words, { cwd: work, ...use, env: { TMPDIR: join(root, 'tmp'), ...use.env } });

/** What lies in the working folder; passing files have to be gone. */
async function left(): Promise<string[]> {
  expect(await readdir(join(root, 'tmp'))).toEqual([]);
  return (await readdir(work)).sort();
}

describe('a job', () => {
  test('is told in JSON lines: the job object at each change, the ended job last; exit code 0', async () => {
    const ended = await run([
      'video',
      '-i',
      clip,
      '--width',
      '320',
      '--metadata',
      'order=17',
      '--metadata',
      'note=a=b',
    ]);
    expect([ended.code, ended.stderr]).toEqual([0, '']);
    const jobs = ended.lines.map((line) => JSON.parse(line) as Job);
    expect(new Set(jobs.map(({ id }) => id)).size).toBe(1);
    expect(jobs[0]).toMatchObject({
      object: 'job',
      status: 'queued',
      kind: 'video',
      input: clip,
      options: { width: 320 },
    });
    expect(jobs.slice(1, -1).every(({ status }) => status === 'processing')).toBe(true);
    expect(jobs.at(-1)).toMatchObject({ status: 'succeeded', output: join(work, 'card-16x9.mp4'), error: null });
    for (const job of jobs) expect(job.metadata).toEqual({ order: '17', note: 'a=b' });
    for (const task of [0, 1, 2, 3]) {
      const progress = jobs.map(({ tasks }) => tasks[task]?.progress ?? -1);
      expect(progress).toEqual([...progress].sort((a, b) => a - b));
      expect(progress.at(-1)).toBe(100);
    }
    expect(await left()).toEqual(['card-16x9.mp4']);
    expect((await probe(join(work, 'card-16x9.mp4'))).video).toMatchObject({
      codec_name: 'h264',
      width: 320,
      height: 180,
    });
  });

  test('a copied command that ends in a line continuation is the same command', async () => {
    for (const end of [' ', '\\', '\\ ', '\\\n']) {
      const ended = await run(['audio', '-i', clip, '--format', 'wav', '--overwrite', end]);
      expect([end, ended.code]).toEqual([end, 0]);
    }
  });

  test('a failed one ends with the failed job; exit code 1', async () => {
    const ended = await run(['audio', '-i', await fixture('no-audio.mp4')]);
    expect(ended.code).toBe(1);
    expect(last(ended)).toMatchObject({
      object: 'job',
      status: 'failed',
      output: null,
      error: { kind: 'no_audio_stream' },
    });
    expect(await left()).toEqual([]);
  });

  test.each([
    ['a missing file', 'nothing.mov', 'input_not_found'],
    ['a folder', '.', 'input_unsupported'],
    ['an empty stream', '-', 'input_empty'],
  ])('%s', async (_, input, kind) => {
    const ended = await run(['video', '-i', input]);
    expect(ended.code).toBe(1);
    expect(last(ended)).toMatchObject({ status: 'failed', error: { kind } });
    expect(await left()).toEqual([]);
  });

  test('--debug tells the cause on standard error, and leaves the last line alone', async () => {
    const ended = await run(['video', '-i', 'nothing.mov', '--debug']);
    expect(last(ended).status).toBe('failed');
    expect(ended.stderr).toMatch(/MediaJobError: There is no file nothing\.mov[\s\S]*caused by: Error: ENOENT/);
  });
});

describe('a request that is no job ends with {kind, message}; exit code 2', () => {
  test.each<[string, string[], string, RegExp]>([
    ['no input', ['video'], 'input_required', /no input/],
    ['-i without a value', ['video', '-i'], 'input_required', /no input/],
    [
      'no command',
      [],
      'request_invalid',
      /there are: video, audio, image, animation, adaptive, shorts, thumbnails, probe, analyze, doctor/,
    ],
    ['an unknown command', ['vidoe', '-i', 'x'], 'request_invalid', /'vidoe'.*video/],
    [
      'unknown flags',
      ['video', '-i', 'x', '--widht', '1280', '--hieght', '20'],
      'request_invalid',
      /"--widht".*"--width".*"--hieght".*"--height"/,
    ],
    ['a stray word', ['video', 'clip.mov'], 'request_invalid', /-i "clip\.mov"/],
    ['a flag without its value', ['video', '-i', 'x', '--width'], 'request_invalid', /--width/],
    [
      'wrong values',
      ['video', '-i', 'x', '--width', '90000', '--fps', '0', '--quality', 'best'],
      'request_invalid',
      /"--width".*8,192|"--quality".*very_low/,
    ],
    ['an unknown format', ['video', '-i', 'x', '--format', 'avi'], 'invalid_format', /mp4, webm, mov/],
    [
      'a codec that the format cannot hold',
      ['video', '-i', 'x', '--format', 'mov', '--codec', 'vp9'],
      'invalid_codec',
      /h264, h265/,
    ],
    [
      'extension and format that disagree',
      ['video', '-i', 'x', '-o', 'x.webm', '--format', 'mp4'],
      'invalid_format',
      /mp4.*\.webm/,
    ],
    ['an address that is not read', ['video', '-i', 'ftp://example.com/a.mov'], 'invalid_input', /ftp/],
    ['an animation without its end', ['animation', '-i', 'x'], 'request_invalid', /"--end" is missing/],
    ['a stray flag of probe', ['probe', '-i', 'x', '--jsno'], 'request_invalid', /"--json"/],
    ['a probe without input', ['probe'], 'input_required', /no input/],
    ['a stray word of doctor', ['doctor', 'now'], 'request_invalid', /"now"/],
  ])('%s', async (_, words, kind, message) => {
    const ended = await run(words);
    expect(ended.code).toBe(2);
    expect(Object.keys(last(ended))).toEqual(['kind', 'message']);
    expect(last(ended).kind).toBe(kind);
    expect(last(ended).message).toMatch(message);
    expect(await left()).toEqual([]);
  });
});

describe('where the result goes', () => {
  test('an existing file is left alone without --overwrite, and replaced with it', async () => {
    await writeFile(join(work, 'out.mp3'), 'mine');
    const refused = await run(['audio', '-i', clip, '-o', 'out.mp3']);
    expect([refused.code, last(refused).error?.kind]).toEqual([1, 'output_exists']);
    expect(await readFile(join(work, 'out.mp3'), 'utf8')).toBe('mine');
    expect((await run(['audio', '-i', clip, '-o', 'out.mp3', '--overwrite'])).code).toBe(0);
    expect((await probe(join(work, 'out.mp3'))).audio?.codec_name).toBe('mp3');
    expect(await left()).toEqual(['out.mp3']);
  });

  test('never onto the input, not even with --overwrite or by a link', async () => {
    await copyFile(clip, join(work, 'in.mp4'));
    await link(join(work, 'in.mp4'), join(work, 'hard.mp4'));
    const before = await stat(join(work, 'in.mp4'));
    for (const words of [
      ['video', '-i', 'in.mp4'],
      ['video', '-i', 'hard.mp4', '-o', 'in.mp4'],
    ]) {
      const ended = await run([...words, '--width', '320', '--overwrite']);
      expect([ended.code, last(ended).kind]).toEqual([2, 'request_invalid']);
      expect(last(ended).message).toContain('is the input itself');
    }
    expect(await stat(join(work, 'in.mp4'))).toMatchObject({
      ino: before.ino,
      size: before.size,
      mtimeMs: before.mtimeMs,
    });
    expect(await left()).toEqual(['hard.mp4', 'in.mp4']);
  });

  test('an image whose format only the input tells: jpeg, or png where it has transparency; not onto itself either', async () => {
    await copyFile(await fixture('card-16x9.png'), join(work, 'card.png'));
    expect(last(await run(['image', '-i', 'card.png'])).output).toBe(join(work, 'card.jpg'));
    await copyFile(await fixture('alpha.png'), join(work, 'alpha.png'));
    const ended = await run(['image', '-i', 'alpha.png', '--overwrite']);
    expect([ended.code, last(ended).error?.kind]).toEqual([2, 'request_invalid']);
    await mkdir(join(work, 'made'));
    expect(last(await run(['image', '-i', 'alpha.png', '-o', 'made'])).output).toBe(join(work, 'made/alpha.png'));
    expect(await left()).toEqual(['alpha.png', 'card.jpg', 'card.png', 'made']);
  });

  test('-o - sends the file to standard output and the job lines to standard error', async () => {
    const ended = await run(['audio', '-i', clip, '-o', '-', '--format', 'flac']);
    expect(ended.code).toBe(0);
    expect(ended.stdout.subarray(0, 4).toString()).toBe('fLaC');
    const lines = ended.stderr
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Job);
    expect(lines.at(-1)).toMatchObject({ status: 'succeeded', kind: 'audio' });
    await writeFile(join(root, 'out.flac'), ended.stdout);
    expect((await probe(join(root, 'out.flac'))).audio?.codec_name).toBe('flac');
    expect(await left()).toEqual([]);
  });

  test('-i - reads standard input', async () => {
    const ended = await run(['video', '-i', '-', '--width', '160', '-o', 'from-stdin.mp4'], {
      input: await readFile(clip),
    });
    expect([ended.code, last(ended).input]).toEqual([0, 'stdin']);
    expect((await probe(join(work, 'from-stdin.mp4'))).video).toMatchObject({ width: 160, height: 90 });
    expect(await left()).toEqual(['from-stdin.mp4']);
  });

  test('an HLS set is a folder', async () => {
    const ended = await run(['adaptive', '-i', clip, '--height', '240', '-o', 'stream']);
    expect([ended.code, last(ended).output]).toEqual([0, join(work, 'stream/master.m3u8')]);
    expect(await readdir(join(work, 'stream'))).toEqual(expect.arrayContaining(['master.m3u8', 'stream_0.m3u8']));
    expect((await run(['adaptive', '-i', clip, '--height', '240', '-o', 'stream'])).code).toBe(1);
    expect((await run(['adaptive', '-i', clip, '--height', '240', '-o', 'stream', '--overwrite'])).code).toBe(0);
    expect(await left()).toEqual(['stream']);
  });

  test('an S3 object, with the keys of the environment', async () => {
    const s3 = await startS3();
    try {
      const env = s3.env as Record<string, string>;
      const sent = await run(['audio', '-i', clip, '-o', `s3://${s3.bucket}/sound/out.mp3`], { env });
      expect(last(sent)).toMatchObject({
        status: 'succeeded',
        output: `s3://${s3.bucket}/sound/out.mp3`,
        options: { format: 'mp3' },
      });
      const again = await run(['audio', '-i', `s3://${s3.bucket}/sound/out.mp3`, '--format', 'wav'], { env });
      expect(last(again)).toMatchObject({ status: 'succeeded', output: join(work, 'out.wav') });
      expect(await left()).toEqual(['out.wav']);
    } finally {
      await s3.stop();
    }
  });

  test('a folder that is missing is an error, and is not made', async () => {
    const ended = await run(['audio', '-i', clip, '-o', 'absent/out.mp3']);
    expect([ended.code, last(ended).error?.kind]).toEqual([1, 'output_unwritable']);
    expect(await left()).toEqual([]);
  });
});

test('an address of this machine is refused, naming the variable that allows it; with it the file is fetched', async () => {
  const body = await readFile(clip);
  const server = await serve((_, response) => {
    response.end(body);
  });
  try {
    const words = ['audio', '-i', `${server.origin}/talk.mp4`];
    const refused = await run(words, { env: { MEDIA_JOBS_ALLOW_HOSTS: undefined } });
    expect([refused.code, last(refused).error?.kind]).toEqual([1, 'address_refused']);
    expect(last(refused).error?.message).toContain(`MEDIA_JOBS_ALLOW_HOSTS=127.0.0.1:${server.port}`);
    expect(await left()).toEqual([]);
    const allowed = await run(words, { env: { MEDIA_JOBS_ALLOW_HOSTS: `127.0.0.1:${server.port}` } });
    expect([allowed.code, last(allowed).output]).toEqual([0, join(work, 'talk.mp3')]);
    expect(await left()).toEqual(['talk.mp3']);
  } finally {
    await server.close();
  }
});

test('a reader that goes away does not stop the job', async () => {
  const ended = await run(['video', '-i', clip, '--width', '320', '-o', 'out.mp4'], {
    onLine: (_, child) => child.stdout?.destroy(),
  });
  expect([ended.code, ended.signal, ended.stderr]).toEqual([0, null, '']);
  expect(await left()).toEqual(['out.mp4']);
});

describe('the ffmpeg used', () => {
  test('a path that was set and does not run is an error, with exit code 1', async () => {
    const ended = await run(['video', '-i', clip, '--ffmpeg', join(root, 'nothing')]);
    expect([ended.code, last(ended).kind]).toEqual([1, 'ffmpeg_missing']);
    expect(last(ended).message).toContain('--ffmpeg is set to');
  });

  test('the bundled one is used where nothing else is there, with a warning on standard error', async () => {
    const ended = await run(['audio', '-i', clip], {
      env: { FFMPEG_PATH: undefined, FFPROBE_PATH: undefined, FFMPEG_BIN: join(root, 'none'), PATH: root },
    });
    expect([ended.code, last(ended).status]).toEqual([0, 'succeeded']);
    expect(ended.stderr).toMatch(/^Warning: The bundled ffmpeg .* is in use/);
  });
});

describe('help', () => {
  test('lists the commands, and the options of a command with their limits', async () => {
    const commands = await run(['--help']);
    expect(commands.code).toBe(0);
    for (const name of ['video', 'audio', 'image', 'animation', 'adaptive', 'probe', 'doctor'])
      expect(commands.stdout.toString()).toMatch(new RegExp(`^  ${name} `, 'm'));
    const options = await run(['audio', '--help']);
    expect(options.code).toBe(0);
    expect(options.stdout.toString()).toContain('32,000–320,000');
    expect((await run(['--version'])).stdout.toString()).toBe(
      `${(JSON.parse(await readFile(join(__dirname, '../../package.json'), 'utf8')) as { version: string }).version}\n`,
    );
  });

  test('the built file can be run by its name', async () => {
    const main = await readFile(join(__dirname, '../../dist/src/cli/main.js'), 'utf8');
    expect(main.startsWith('#!/usr/bin/env node\n')).toBe(true);
    await access(join(__dirname, '../../dist/src/cli/main.js'));
  });
});

test('probe says what a file is made of', async () => {
  const ended = await run(['probe', '-i', clip]);
  expect(ended.code).toBe(0);
  expect(last(ended)).toMatchObject({ path: clip, format: 'mp4', video: { codec: 'h264' }, audio: { codec: 'aac' } });
  expect(last(ended)).toMatchObject({
    object: 'file',
    kind: 'video',
    codecs: { video: 'h264', audio: 'aac' },
    url: clip,
  });
  const damaged = await run(['probe', '-i', 'absent.mp4']);
  expect([damaged.code, last(damaged).kind]).toEqual([1, 'input_not_found']);
  const streamed = await run(['probe', '-i', '-'], { input: await readFile(clip) });
  expect(last(streamed)).toMatchObject({ path: 'stdin', format: 'mp4' });
  expect(await left()).toEqual([]);
});
