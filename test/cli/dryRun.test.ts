import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CommandsByHand } from '../../src/cli/dryRunText';
import { fixture } from '../fixtures';
import type { FixtureName } from '../fixtures';
import { cli, last } from '../support/cli';
import { decodeImage } from '../support/pixels';
import { probe } from '../support/probe';
import { runProgram } from '../support/programs';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'dry run-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function plan(words: string[]): Promise<CommandsByHand> {
  const ended = await cli([...words, '--dry-run', '--json'], { cwd: root });
  expect(ended.code).toBe(0);
  expect(ended.lines).toHaveLength(1);
  expect(await readdir(root)).toEqual([]);
  return JSON.parse(ended.lines[0] ?? '') as CommandsByHand;
}

/** Does what the commands say, in the folder that they name; the folder of a set is made by the first of them. */
async function runByHand(steps: CommandsByHand['plan'], folder: string): Promise<void> {
  for (const {
    argv: [program = '', ...args],
  } of steps)
    await runProgram(program, args, undefined, program === 'mkdir' ? root : folder);
}

test.each<[string, FixtureName, string[], string]>([
  ['video', 'card-16x9.mp4', ['--width', '320', '--quality', 'low'], 'card-16x9.mp4'],
  ['video', 'clip.mov', ['--start', '1', '--end', '2', '--width', '320', '-o', "it's.m4v"], "it's.m4v"],
  ['video', 'clip.mov', [], 'clip.mp4'],
  ['audio', 'card-16x9.mp4', ['-o', 'no-extension', '--format', 'opus'], 'no-extension'],
  ['animation', 'card-16x9.mp4', ['--end', '1', '--width', '160'], 'card-16x9.gif'],
])('%s of %s %j: the commands run by hand make the planned %s', async (command, name, words, file) => {
  const { folder, plan: steps, outputs } = await plan([command, '-i', await fixture(name), ...words]);
  expect(outputs.map((output) => output.file)).toEqual([file]);
  await runByHand(steps, folder);
  expect(await readdir(root)).toEqual([file]);
  const [expected] = outputs;
  const { format, video, audio } = await probe(join(root, file));
  expect([video?.width, video?.height]).toEqual([expected?.width, expected?.height]);
  expect(video !== undefined).toBe(expected?.videoCodec !== undefined || command === 'animation');
  expect(audio !== undefined).toBe(expected?.audioCodec !== undefined);
  if (expected?.duration !== undefined) expect(Math.abs(Number(format.duration) - expected.duration)).toBeLessThan(0.1);
});

test('the text is a script: comments, and commands that a shell runs one after the other', async () => {
  const ended = await cli(
    ['image', '-i', await fixture('clip.mov'), '--start', '1', '--width', '200', '--format', 'webp', '--dry-run'],
    { cwd: root },
  );
  expect(ended.code).toBe(0);
  expect(ended.stdout.toString()).toMatch(
    /^# Nothing was run.*\ncd .*\n.* -nostdin .*\n[^]*# They make:\n# {3}clip\.webp, image\/webp, 200×11[23]\n$/,
  );
  // Through standard input: no command may swallow those after it.
  await runProgram('/bin/sh', ['-e'], ended.stdout);
  expect((await decodeImage(join(root, 'clip.webp'))).width).toBe(200);
});

test('an HLS set: the folder is made first, and every rendition is there', async () => {
  const {
    folder,
    plan: steps,
    outputs,
  } = await plan(['adaptive', '-i', await fixture('card-16x9.mp4'), '-o', 'stream']);
  expect(steps[0]?.argv).toEqual(['mkdir', '-p', join(root, 'stream')]);
  await runByHand(steps, folder);
  const made = await readdir(join(root, 'stream'));
  expect(made).toEqual(expect.arrayContaining(outputs.map(({ file }) => file)));
  expect(outputs[0]?.file).toBe('master.m3u8');
  // Each name is relative: the folder is named once.
  expect(JSON.stringify(steps.slice(1))).not.toContain(root);
});

test('nothing that exists is overwritten by hand, unless --overwrite was given', async () => {
  const clip = await fixture('clip.mov');
  await writeFile(join(root, 'clip.mp4'), 'mine');
  const steps = async (...more: string[]) =>
    (
      JSON.parse(
        (await cli(['video', '-i', clip, '--dry-run', '--json', ...more], { cwd: root })).lines[0] ?? '',
      ) as CommandsByHand
    ).plan[0]?.argv ?? [];
  const [program = '', ...careful] = await steps();
  await expect(runProgram(program, careful, undefined, root)).rejects.toThrow('already exists');
  expect(await readFile(join(root, 'clip.mp4'), 'utf8')).toBe('mine');
  await runProgram(program, (await steps('--overwrite')).slice(1), undefined, root);
  expect((await probe(join(root, 'clip.mp4'))).video?.codec_name).toBe('h264');
});

test('what the job would refuse is refused', async () => {
  await mkdir(join(root, 'empty'));
  const late = await cli(['video', '-i', await fixture('clip.mov'), '--start', '60', '--dry-run'], { cwd: root });
  expect([late.code, last(late).kind]).toEqual([1, 'range_invalid']);
  const silent = await cli(['audio', '-i', await fixture('no-audio.mp4'), '--dry-run', '--json'], { cwd: root });
  expect([silent.code, last(silent).kind]).toEqual([1, 'no_audio_stream']);
});
