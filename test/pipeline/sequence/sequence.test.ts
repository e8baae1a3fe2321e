import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OptionsOf } from '../../../src/pipeline/kinds';
import { measureLoudness } from '../../../src/pipeline/inspect/loudness';
import { readFrameCode } from '../../support/frameCode';
import { testBinaries } from '../../support/job';
import { decodeFrames } from '../../support/pixels';
import { channel, decodeSound, part, peakFrequency, rms } from '../../support/sound';
import { numbered, TONE } from './clips';
import { sequence } from './support';
import type { GivenClip } from './support';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sequence-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const run = (inputs: readonly GivenClip[], options: OptionsOf['video'] = {}) => sequence(folder, inputs, options);

const SIZE = { width: 320, height: 180 };
const numbersOf = async (file: string) => (await decodeFrames(file, SIZE)).map(readFrameCode);

describe('clips of other rates, sizes and sounds', () => {
  let clips: [string, string, string, string];
  let file: string;
  beforeAll(async () => {
    clips = [
      await numbered(folder, {
        name: 'first.mp4',
        rate: '25',
        frames: [0, 50],
        tone: { hz: 440, channels: 2, sampleRate: 44_100 },
      }),
      await numbered(folder, { name: 'silent.mp4', rate: '30', frames: [100, 60], size: [640, 360] }),
      await numbered(folder, {
        name: 'film.mov',
        rate: '24000/1001',
        frames: [200, 48],
        size: [160, 90],
        tone: { hz: 880, channels: 1, sampleRate: 48_000 },
      }),
      await numbered(folder, {
        name: 'surround.mov',
        rate: '50',
        frames: [300, 10],
        tone: { hz: 660, channels: 6, sampleRate: 48_000 },
      }),
    ];
    const [first, silent, film, surround] = clips;
    const {
      job,
      error,
      file: made,
    } = await run([first, `${silent}#t=0.5,1.5`, { url: film, volume: 0.5 }, surround], {});
    expect(error).toBeNull();
    expect([job.input, job.inputs]).toEqual([
      null,
      [{ url: first }, { url: silent, start: 0.5, end: 1.5 }, { url: film, volume: 0.5 }, { url: surround }],
    ]);
    expect(job.tasks.map(({ status, progress }) => [status, progress])).toEqual(Array(4).fill(['succeeded', 100]));
    file = made;
  });

  it('follow one another, each frame in its place', async () => {
    const numbers = await numbersOf(file);
    // 2 s, 1 s, 2.002 s and 0.2 s at 25 frames a second.
    expect(numbers).toHaveLength(130);
    expect(numbers.slice(0, 50)).toEqual(Array.from({ length: 50 }, (_, n) => n));
    const others: [at: number, count: number, number: (n: number) => number][] = [
      [50, 25, (n) => 115 + n * (30 / 25)],
      [75, 50, (n) => 200 + n * (24_000 / 1001 / 25)],
      [125, 5, (n) => 300 + n * 2],
    ];
    for (const [at, count, number] of others)
      for (let n = 0; n < count; n++) expect(Math.abs((numbers[at + n] ?? -99) - number(n))).toBeLessThanOrEqual(1);
  });

  it('are heard one after the other, as loud as they were, and silence where there is none', async () => {
    const sound = await decodeSound(file);
    expect(sound.channels).toHaveLength(2);
    for (const side of [0, 1]) {
      const samples = channel(sound, side);
      const between = (from: number, to: number) => part(samples, sound.rate, from, to);
      for (const [from, to, hz, level] of [
        [0.1, 1.95, 440, TONE],
        [3.05, 4.95, 880, TONE / 2],
      ] as const) {
        expect(Math.abs(peakFrequency(between(from, to), sound.rate) - hz)).toBeLessThan(2);
        expect(rms(between(from, to)) / level).toBeCloseTo(1, 1);
      }
      expect(rms(between(2.05, 2.95))).toBeLessThan(0.001);
      // The sound of each begins within 20 ms of its picture.
      for (const at of [2, 3]) {
        const [before, after] = [rms(between(at - 0.04, at - 0.02)), rms(between(at + 0.02, at + 0.04))];
        expect(Math.abs(before - after)).toBeGreaterThan(TONE / 3);
      }
    }
    expect(Math.abs(channel(sound).length / sound.rate - 5.2)).toBeLessThan(0.05);
  });
});

it('a fade, a volume and a silence asked for are those of the whole', async () => {
  const clip = (name: string, frames: [number, number]) =>
    numbered(folder, { name, rate: '25', frames, tone: { hz: 440, channels: 1, sampleRate: 48_000 } });
  const inputs = [await clip('one.mp4', [0, 25]), await clip('two.mp4', [25, 25])];
  const { file } = await run(inputs, { fade_in: 0.4, fade_out: 0.4, volume: 2 });
  const numbers = await numbersOf(file);
  expect(numbers.slice(12, 38)).toEqual(Array.from({ length: 26 }, (_, n) => n + 12));
  expect([numbers[0], numbers[49]]).toEqual([null, null]);
  const sound = await decodeSound(file);
  const samples = channel(sound, 0);
  const level = (from: number, to: number) => rms(part(samples, sound.rate, from, to)) / (2 * TONE);
  expect(level(0.5, 1.5)).toBeCloseTo(1, 1);
  for (const at of [0.2, 1.8]) expect(level(at - 0.02, at + 0.02)).toBeCloseTo(0.5, 1);
  const { job } = await run(inputs, { audio: false });
  expect(job.tasks.find(({ kind }) => kind === 'video')?.output).toMatchObject({ audio_codec: null, duration: 2 });
});

it('a loudness is that of the whole, and a part that is taken is taken of each clip', async () => {
  const clip = (name: string, hz: number, size: [number, number]) =>
    numbered(folder, { name, rate: '25', frames: [0, 50], size, tone: { hz, channels: 1, sampleRate: 48_000 } });
  const inputs = [
    { url: await clip('loud.mp4', 440, [320, 360]) },
    { url: await clip('low.mp4', 880, [160, 270]), volume: 0.5 },
  ];
  const { job, file } = await run(inputs, { target_lufs: -20, crop: { y: 180 }, rotate: 180, upscale: false });
  expect(job.tasks.map(({ kind }) => kind)).toEqual(['probe', 'import', 'video', 'export']);
  expect(job.tasks.find(({ kind }) => kind === 'video')?.output).toMatchObject({ ...SIZE, duration: 4 });
  const { integrated } = await measureLoudness(
    { argv: ['-i', file, '-map', '0:a'], filters: [] },
    { ffmpeg: (await testBinaries()).ffmpeg, signal: new AbortController().signal },
  );
  expect(Math.abs((integrated ?? 0) + 20)).toBeLessThan(0.5);
  const sound = await decodeSound(file);
  const level = (from: number, to: number) => rms(part(channel(sound, 0), sound.rate, from, to));
  expect(level(0.5, 1.5) / level(2.5, 3.5)).toBeCloseTo(2, 1);
});

it('twelve clips whose lengths are no whole frames end where their sum does', async () => {
  const clip = await numbered(folder, {
    name: 'short.mp4',
    rate: '30',
    frames: [0, 10],
    size: [64, 36],
    tone: { hz: 440, channels: 1, sampleRate: 44_100 },
  });
  // 7/30 s are 5.83 frames of the result.
  const inputs = Array.from({ length: 12 }, () => ({ url: clip, end: 7 / 30 }));
  const { job } = await run(inputs, { fps: 25 });
  const made = job.tasks.find(({ kind }) => kind === 'video')?.output;
  expect(made).toMatchObject({ fps: 25, duration: expect.any(Number) as number });
  expect(Math.abs((made as { duration: number }).duration - 2.8)).toBeLessThanOrEqual(1 / 25 + 0.025);
});

it.each<[string, GivenClip[], string, number | undefined]>([
  ['is not there', ['/nowhere/a.mp4'], 'input_not_found', 1],
  ['begins after its end', [{ url: 'SELF', start: 9 }], 'range_invalid', 1],
  ['has no picture', ['SOUND'], 'no_video_stream', 1],
])('one that %s is named', async (_, others, kind, index) => {
  const self = await numbered(folder, {
    name: 'self.mp4',
    rate: '25',
    frames: [0, 5],
    tone: { hz: 440, channels: 1, sampleRate: 48_000 },
  });
  const sound = await numbered(folder, {
    name: 'sound.mp4',
    rate: '25',
    frames: [0, 5],
    tone: { hz: 440, channels: 1, sampleRate: 48_000 },
    also: ['-vn'],
  });
  const at = (url: string) => ({ SELF: self, SOUND: sound })[url] ?? url;
  const inputs = others.map((clip) => (typeof clip === 'string' ? at(clip) : { ...clip, url: at(clip.url) }));
  const { job, error } = await run([self, ...inputs, self]);
  expect(error?.kind).toBe(kind);
  expect(job.error).toMatchObject({ input_index: index, message: expect.stringMatching(/^Input 2 of 3: /) as string });
});
