import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { numbered } from '../pipeline/sequence/clips';
import { cli } from '../support/cli';
import { readFrameCode } from '../support/frameCode';
import { decodeFrames } from '../support/pixels';
import { BUNDLED_FFMPEG, runProgram } from '../support/programs';
import { decodeSound } from '../support/sound';
import type { Job } from '../../src/pipeline/job/job';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cli-inputs-'));
  for (const [name, from] of [
    ['a.mp4', 0],
    ['b.mp4', 100],
    ['c.mp4#t=0,0.2', 200],
  ] as const)
    await numbered(folder, { name, rate: '25', frames: [from, 10], size: [64, 36], also: ['-f', 'mp4'] });
  await runProgram(BUNDLED_FFMPEG, [
    ...['-v', 'error', '-f', 'lavfi', '-i', 'sine=440:d=0.8', '-f', 'wav', join(folder, 'voice.wav#t=0,0.1')],
  ]);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const run = (...words: string[]) => cli(words, { cwd: folder });
const numbersOf = async (name: string) =>
  (await decodeFrames(join(folder, name), { width: 64, height: 36 })).map(readFrameCode);
const upFrom = (from: number, count: number) => Array.from({ length: count }, (_, n) => from + n);

const lengthOf = async (name: string) => (await decodeSound(join(folder, name))).duration;

/** What is said of a command that is refused. */
const refusal = async (...words: string[]) => {
  const { code, lines } = await run(...words);
  return [code, (JSON.parse(lines.at(-1) ?? '') as { message: string }).message];
};

test('several -i are played one after the other, each with its times', async () => {
  const { code, lines } = await run('video', '-i', 'a.mp4#t=0.2', '-i', 'b.mp4#t=0,0.2', '-o', 'joined.mp4');
  expect(code).toBe(0);
  const job = JSON.parse(lines.at(-1) ?? '') as Job;
  expect([job.input, job.inputs]).toEqual([
    null,
    [
      { url: 'a.mp4', start: 0.2 },
      { url: 'b.mp4', start: 0, end: 0.2 },
    ],
  ]);
  expect(await numbersOf('joined.mp4')).toEqual([...upFrom(5, 5), ...upFrom(100, 5)]);
});

test('--inputs names a list of them; a file whose name ends like times is meant as it is named', async () => {
  await writeFile(join(folder, 'list.json'), JSON.stringify(['c.mp4#t=0,0.2', { url: 'b.mp4', start: '0:00.2' }]));
  expect((await run('video', '--inputs', 'list.json', '-o', 'listed.mp4')).code).toBe(0);
  expect(await numbersOf('listed.mp4')).toEqual([...upFrom(200, 10), ...upFrom(105, 5)]);
});

test('the commands of a dry run make the same by hand', async () => {
  const words = ['video', '-i', 'a.mp4', '-i', 'b.mp4', '--music-url', 'voice.wav#t=0,0.1', '-o', 'dry.mp4'];
  const { code, lines } = await run(...words, '--dry-run', '--json');
  expect(code).toBe(0);
  const { plan } = JSON.parse(lines[0] ?? '') as { plan: { argv: [string, ...string[]] }[] };
  for (const { argv } of plan) await promisify(execFile)(argv[0], argv.slice(1), { cwd: folder });
  expect(await numbersOf('dry.mp4')).toEqual([...upFrom(0, 10), ...upFrom(100, 10)]);
  expect(await lengthOf('dry.mp4')).toBeCloseTo(0.8, 1);
  for (const name of await readdir(folder)) if (name.startsWith('media-jobs-')) await rm(join(folder, name));
});

test('a stored job owns all of its clips', async () => {
  const env = { MEDIA_JOBS_HOME: join(folder, 'home') };
  const words = ['jobs', 'create', '--kind', 'video', '-i', 'a.mp4', '-i', 'b.mp4#t=0,0.2', '-o', 'stored.mp4'];
  const sound = ['--audio-url', 'voice.wav#t=0,0.1', '--length-from', 'audio'];
  const { code, lines } = await cli([...words, ...sound, '--wait'], { cwd: folder, env });
  expect(code).toBe(0);
  const job = JSON.parse(lines.at(-1) ?? '') as Job;
  expect(job).toMatchObject({
    status: 'succeeded',
    input: null,
    inputs: [{ url: join(folder, 'a.mp4') }, { url: join(folder, 'b.mp4'), start: 0, end: 0.2 }],
    options: { audio_url: join(folder, 'voice.wav#t=0,0.1'), length_from: 'audio' },
  });
  // The file of that very name is meant, all 0.8 s of it: the last picture stays.
  expect(await numbersOf('stored.mp4')).toEqual([...upFrom(0, 10), ...upFrom(100, 5), ...Array(5).fill(104)]);
  expect(await lengthOf('stored.mp4')).toBeCloseTo(0.8, 1);
  expect(await readdir(join(env.MEDIA_JOBS_HOME, 'inputs'))).toEqual([]);
});

test.each<[string[], string]>([
  [['image', '-i', 'a.mp4', '-i', 'b.mp4'], '-i is given more than once: this takes one input.'],
  [['probe', '-i', 'a.mp4', '-i', 'b.mp4'], '-i is given more than once: this takes one input.'],
  [['video', '-i', 'a.mp4', '--inputs', 'list.json'], 'Give -i or --inputs, not both.'],
  [['video', '--inputs', 'a.mp4'], '--inputs "a.mp4" holds no JSON list.'],
  [['video', '-i', 'a.mp4', '-i', '-'], 'Standard input cannot be one of several inputs.'],
  [['video', '-i', 'a.mp4', '-i', 'b.mp4', '--start', '1'], '"--start" belongs to each of "inputs", not beside them.'],
  [['video', '-i', 'b.mp4', '-i', 'a.mp4', '-o', 'a.mp4', '--overwrite'], 'The output is the input itself'],
])('%j is refused', async (words, message) => {
  expect(await refusal(...words)).toEqual([2, expect.stringContaining(message)]);
});
