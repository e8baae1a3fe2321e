import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { summary } from '../../src/cli/summary';
import { progressOf } from '../../src/cli/terminalReport';
import { createJob } from '../../src/pipeline/job/job';
import type { FileObject, Job } from '../../src/pipeline/job/job';
import { fixture } from '../fixtures';
import { runHere } from '../support/runHere';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'terminal-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const run = (words: string[], signal = new AbortController().signal) => runHere(words, { cwd: root, signal });

test('a bar over the tasks, and in the end where the result lies, before and after', async () => {
  const { code, screen, text } = await run([
    'video',
    '-i',
    await fixture('clip.mov'),
    '--width',
    '640',
    '-o',
    'small.mp4',
  ]);
  expect(code).toBe(0);
  expect(text).toMatch(/Reading +\[░+\] 0%/);
  expect(text).toMatch(/Converting +\[█+░+\] [1-9]\d%/);
  expect(text).not.toContain('{"id"');
  // The cursor is shown again.
  expect(screen.lastIndexOf('\u001b[?25h')).toBeGreaterThan(screen.lastIndexOf('\u001b[?25l'));
  const end = text.slice(text.indexOf('Done in'));
  expect(end).toMatch(new RegExp(`^Done in \\d+\\.\\d s: ${root}/small\\.mp4\n\n`));
  expect(end).toMatch(/^ +before +after$/m);
  expect(end).toMatch(/^codec +h264 \+ aac +h264 \+ aac$/m);
  expect(end).toMatch(/^size +1920×1080 +640×360$/m);
  expect(end).toMatch(/^duration +0:03\.0 +0:03\.0$/m);
  expect(end).toMatch(/^bytes +\S+ [kM]?B +\S+ [kM]?B \(\d+% of before\)$/m);
});

test('an error is a sentence and what to do next, not JSON; --debug adds the stack', async () => {
  const plain = await run(['video', '-i', 'nothing.mov']);
  expect(plain.code).toBe(1);
  expect(plain.text).toMatch(/Error: There is no file nothing\.mov\.\nCheck the path or address\.\n$/);
  expect(plain.stderr).toBe('');
  const debug = await run(['video', '-i', 'nothing.mov', '--debug']);
  expect(debug.stderr).toMatch(/caused by: Error: ENOENT/);
  const refused = await run(['video', '-i', 'x', '--fps', '90']);
  expect([refused.code, refused.text]).toEqual([
    2,
    'Error: "--fps" must be at most 60 (given: 90).\nCorrect the options named.\n',
  ]);
});

test('--json gives JSON lines on a terminal too', async () => {
  const { text } = await run(['image', '-i', await fixture('card-16x9.png'), '--json']);
  const lines = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Job);
  expect(lines.at(-1)?.status).toBe('succeeded');
});

test('no command at all shows the help', async () => {
  const { code, text } = await run([]);
  expect(code).toBe(2);
  expect(text).toMatch(/^Usage: media-jobs/);
  expect(text).not.toContain('Error');
});

test('an interrupted job says that nothing is left', async () => {
  const { code, text } = await run(['audio', '-i', await fixture('clip.mov')], AbortSignal.abort());
  expect(code).toBe(130);
  expect(text).toBe('Interrupted. Nothing is left behind; run it again when you like.\n');
  expect(await readdir(root)).toEqual([]);
});

test('probe and dry run are text', async () => {
  const probed = await run(['probe', '-i', await fixture('clip.mov')]);
  expect(probed.text).toMatch(/^video +h264, 1920×1080, 30 fps/m);
  expect(probed.text).toMatch(/^audio +aac, (mono|stereo), \d+ Hz/m);
  const planned = await run(['video', '-i', await fixture('clip.mov'), '--width', '640', '--dry-run']);
  expect(planned.text).toMatch(/^# Nothing was run/);
  expect(await readdir(root)).toEqual([]);
});

test('doctor is a table with a verdict', async () => {
  const { code, text } = await run(['doctor']);
  expect(code).toBe(0);
  expect(text).toMatch(/^ffmpeg +\S+ +\/\S+\n +set by FFMPEG_PATH$/m);
  expect(text).toMatch(/^video +mp4 +h264 +yes \(default\)$/m);
  expect(text).toMatch(
    /(All 25 work\.|2 combinations of 25 do not work; the defaults do\. Run "media-jobs doctor --install".*)\n$/,
  );
});

describe('the summary', () => {
  const file = (more: Partial<FileObject>): FileObject => ({
    url: 'x',
    format: 'mp3',
    bytes: 1000,
    width: null,
    height: null,
    duration: null,
    fps: null,
    video_codec: null,
    audio_codec: null,
    bitrate: null,
    channels: null,
    ...more,
  });
  const ended = (before: FileObject, after: FileObject, more: Partial<Job> = {}): Job => {
    const job = createJob({ kind: 'audio', input: 'in', options: {}, metadata: {} }, 0);
    const [probe, , encode] = job.tasks;
    if (probe && encode) [probe.output, encode.output] = [before, after];
    return { ...job, status: 'succeeded', output: '/out', started_at: 0, finished_at: 1500, ...more };
  };

  test('leaves out what neither file has', () => {
    expect(
      summary(
        ended(file({ audio_codec: 'aac', duration: 60 }), file({ audio_codec: 'mp3', duration: 60, bytes: 500 })),
      ),
    ).toBe(
      'Done in 1.5 s: /out\n\n          before  after\nformat    mp3     mp3\ncodec     aac     mp3\nduration  1:00.0  1:00.0\nbytes     1.0 kB  500 B (50% of before)',
    );
  });

  test('tells what was put up with, how often and where', () => {
    const warnings = [
      { kind: 'damaged', message: 'Some packets were broken.', count: 3, at: [1.5, 61] },
      { kind: 'upscaled', message: 'Larger\u001b than the source.' },
    ];
    expect(
      summary(ended(file({}), file({}), { warnings }))
        .split('\n')
        .slice(-2),
    ).toEqual(['Note: Some packets were broken. (3 times at 0:01.5, 1:01.0)', 'Note: Larger� than the source.']);
  });

  test('the bar counts the conversion for most', () => {
    const job = createJob({ kind: 'audio', input: 'in', options: {}, metadata: {} }, 0);
    expect(progressOf(job)).toBe(0);
    for (const [index, progress, whole] of [
      [0, 100, 10],
      [1, 100, 15],
      [2, 50, 55],
      [2, 100, 95],
      [3, 100, 100],
    ] as const) {
      const task = job.tasks[index];
      if (task) task.progress = progress;
      expect(progressOf(job)).toBe(whole);
    }
  });
});
