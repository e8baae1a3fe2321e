import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import type { OptionsOf } from '../../../src/pipeline/kinds';
import { transitionPicture } from '../../../src/pipeline/plan/sequence/transitionPicture';
import type { TransitionUse } from '../../../src/pipeline/plan/sequence/transitionPicture';
import { readFrameCode } from '../../support/frameCode';
import { Picture } from '../../support/picture';
import { decodeFrames } from '../../support/pixels';
import { FFMPEG, runProgram } from '../../support/programs';
import { channel, decodeSound, part, rms, toneLevel } from '../../support/sound';
import { numbered } from './clips';
import { sequence } from './support';
import type { GivenClip } from './support';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'transitions-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const SIZE = { width: 64, height: 36 };
const run = (inputs: readonly GivenClip[], options: OptionsOf['video'] = {}) => sequence(folder, inputs, options);
const numbersOf = async (file: string) => (await decodeFrames(file, SIZE)).map(readFrameCode);
const fileOf = ({ job }: Awaited<ReturnType<typeof run>>) => job.tasks.find(({ kind }) => kind === 'video')?.output;

/** Of ffmpeg's sine in one channel. */
const TONE = 0.125;
const clip = (name: string, rate: string, frames: readonly [number, number], hz?: number) =>
  numbered(folder, {
    ...{ name, rate, frames, size: [SIZE.width, SIZE.height] },
    ...(hz !== undefined && { tone: { hz, channels: 1, sampleRate: 48_000 } }),
  });

describe('clips that move', () => {
  let plain: (number | null)[];
  let made: Awaited<ReturnType<typeof run>>;
  beforeAll(async () => {
    const first = await clip('first.mp4', '25', [0, 60], 1000);
    const second = await clip('second.mp4', '30', [200, 90], 2500);
    // A part that begins between key frames, and is as fast as its neighbour of another rate.
    const inputs = [{ url: first, end: 2 }, `${second}#t=0.5,2.5`, { url: first, start: 1.2 }];
    plain = await numbersOf((await run(inputs)).file);
    made = await run(inputs, { transition: 'crossfade', transition_duration: 0.4, fade_out: 0.2 });
  });

  it('overlap by the transition: every other frame is the one that it was', async () => {
    expect(made.error).toBeNull();
    const numbers = await numbersOf(made.file);
    expect([plain.length, numbers.length]).toEqual([130, 110]);
    // 50, 50 and 30 frames, of which ten each are seen together.
    expect(numbers.slice(0, 41)).toEqual(plain.slice(0, 41));
    expect(numbers.slice(50, 81)).toEqual(plain.slice(60, 91));
    expect(numbers.slice(90, 105)).toEqual(plain.slice(110, 125));
    // In its middle there is as much of the one as of the other.
    expect(numbers[45]).toBeNull();
  });

  it('are heard together as loud as each of them alone, without a click', async () => {
    const sound = await decodeSound(made.file);
    const samples = channel(sound);
    const levels = (from: number, to: number) =>
      [1000, 2500].map((hz) => toneLevel(part(samples, sound.rate, from, to), sound.rate, hz) / TONE);
    const loud = (share: number) => expect.closeTo(share, 1) as number;
    expect(levels(0.1, 1.55)).toEqual([loud(1), loud(0)]);
    expect(levels(1.78, 1.82)).toEqual([loud(Math.SQRT1_2), loud(Math.SQRT1_2)]);
    expect(levels(2.05, 3.15)).toEqual([loud(0), loud(1)]);
    const whole = rms(part(samples, sound.rate, 0.5, 1.5));
    for (let at = 1.4; at < 2.2; at += 0.05)
      expect(rms(part(samples, sound.rate, at, at + 0.05)) / whole).toBeCloseTo(1, 1);
    // No two samples are further from each other than those of both tones are.
    const steps = samples.slice(1, 4 * sound.rate).map((sample, n) => Math.abs(sample - (samples[n] ?? 0)));
    const steepestHeard = steps.reduce((most, step) => Math.max(most, step), 0);
    const steepest = (2 * Math.PI * (1000 + 2500) * TONE) / sound.rate;
    expect(steepestHeard).toBeLessThan(steepest);
    expect(sound.duration).toBeCloseTo(4.4, 1);
  });
});

it('a voice is heard when it is without transitions, and what it is heard over is seen longer', async () => {
  const still = join(folder, 'still.png');
  await sharp({ create: { ...SIZE, channels: 3, background: '#ff0000' } }).toFile(still);
  const voice = await clip('voice.mp4', '25', [0, 25], 2500);
  const moving = await clip('moving.mp4', '25', [100, 50], 1000);
  const made = await run(
    [
      { url: still, audio_url: `${voice}#t=0,0.8`, motion: 'zoom_in' },
      { url: moving, audio_url: `${voice}#t=0,0.6`, end: 0.6 },
      { url: still, duration: 0.8 },
      { url: moving, end: 1 },
    ],
    { transition: 'wipe', transition_duration: 0.2, fps: 25, width: 64, height: 36, speed: 2 },
  );
  expect(made.error).toBeNull();
  // 0.8, 0.3, 0.8 and 0.5 s.
  expect(fileOf(made)).toMatchObject({ duration: 2.4 });
  const numbers = await numbersOf(made.file);
  expect(numbers.slice(25, 27)).toEqual([110, 112]);
  // It was played while it came into sight.
  expect(numbers.slice(54)).toEqual([112, 114, 116, 118, 120, 122]);
  const sound = await decodeSound(made.file);
  const samples = channel(sound);
  const level = (from: number, to: number) => toneLevel(part(samples, sound.rate, from, to), sound.rate, 2500) / TONE;
  expect(level(0.05, 0.75)).toBeCloseTo(1, 1);
  expect(level(0.85, 1.05)).toBeCloseTo(1, 1);
  expect(level(1.15, 2.35)).toBeCloseTo(0, 1);
});

it('a picture that sets in later than its sound does so beside a transition, too', async () => {
  const early = await clip('early.mp4', '25', [0, 50], 1000);
  const late = join(folder, 'late.ts');
  await runProgram(FFMPEG, [
    ...['-v', 'error', '-itsoffset', '0.4', '-i', early, '-i', early, '-map', '0:v', '-map', '1:a', '-c', 'copy', late],
  ]);
  const inputs = [
    { url: late, end: 2 },
    { url: late, start: 1, end: 2 },
  ];
  const plain = await numbersOf((await run(inputs)).file);
  const made = await numbersOf((await run(inputs, { transition: 'slide', transition_duration: 0.2 })).file);
  // Ten frames, and a half for what AAC begins with.
  expect([plain[20], plain.length, made.length]).toEqual([9, 75, 70]);
  expect(made.slice(0, 45)).toEqual(plain.slice(0, 45));
  expect(made.slice(50)).toEqual(plain.slice(55));
});

it('what is too short for a transition has a shorter one, with a warning', async () => {
  const long = await clip('long.mp4', '25', [0, 30]);
  const made = await run([long, { url: long, end: 0.04 }, { url: long, end: 0.2 }, long], { transition: 'slide' });
  expect([made.error, made.job.warnings?.map(({ kind }) => kind)]).toEqual([null, ['transition_shortened']]);
  // 30, 1, 5 and 30 frames; the last two have two of them together.
  expect(await numbersOf(made.file)).toHaveLength(64);
});

describe('how it looks', () => {
  const frames = 10;
  const width = 64;
  /** Brightness of a white clip that goes and a grey one that comes, along a row of a frame. */
  async function row(transition: TransitionUse['transition'], frame: number): Promise<number[]> {
    const canvas = { ...SIZE, frameRate: '25' };
    const source = (color: string) => ['-f', 'lavfi', '-i', `color=${color}:s=64x36:r=25,format=yuv420p`];
    const graph = ['[0:0]null[going]', '[1:0]null[coming]', ...transitionPicture({ transition, frames, canvas })];
    const { stdout } = await runProgram(FFMPEG, [
      ...['-v', 'error', ...source('white'), ...source('0x808080'), '-filter_complex', graph.join(';')],
      ...['-map', '[crossed]', '-frames:v', `${frames}`, '-f', 'rawvideo', '-pix_fmt', 'rgba', '-'],
    ]);
    const bytes = width * 36 * 4;
    expect(stdout).toHaveLength(frames * bytes);
    const picture = new Picture(width, 36, stdout.subarray(frame * bytes, (frame + 1) * bytes));
    return [0.1, 0.4, 0.6, 0.9].map((x) => Math.round(picture.share(x, 0.5)[0] / 10));
  }

  const [WHITE, GREY] = [26, 13];
  it.each<[TransitionUse['transition'], Record<number, number[]>]>([
    ['crossfade', { 0: Array(4).fill(WHITE), 5: Array(4).fill(19), 9: Array(4).fill(14) }],
    ['fade_black', { 0: Array(4).fill(WHITE), 5: Array(4).fill(0), 9: Array(4).fill(10) }],
    ['slide', { 0: Array(4).fill(WHITE), 5: [WHITE, WHITE, GREY, GREY], 9: [WHITE, GREY, GREY, GREY] }],
    ['wipe', { 0: Array(4).fill(WHITE), 5: [GREY, GREY, WHITE, WHITE], 9: [GREY, GREY, GREY, WHITE] }],
  ])('%s', async (transition, expected) => {
    for (const [frame, shades] of Object.entries(expected))
      expect(await row(transition, Number(frame))).toEqual(shades);
  });
});
