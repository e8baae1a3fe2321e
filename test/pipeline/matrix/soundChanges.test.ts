import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FFMPEG, runProgram } from '../../support/programs';
import { expression, ffmpeg } from '../../fixtures/recipe';
import { CEILING } from '../../../src/pipeline/plan/level';
import type { AudioOptions } from '../../../src/pipeline/kinds/audio/schema';
import { parseRequest } from '../../../src/pipeline/request/request';
import { made, removeJobs } from '../../support/job';
import { decodeFrames } from '../../support/pixels';
import { frameTimes, probe } from '../../support/probe';
import { channel, decodeSound, part, peakFrequency, rms } from '../../support/sound';
import type { Sound } from '../../support/sound';
import { fixture } from '../../fixtures';

afterAll(removeJobs);

const wav = async (options: AudioOptions, source: 'tone.wav' | 'mono.wav' | 'frames.mp4' = 'tone.wav') =>
  decodeSound((await made('audio', source, { ...options, format: 'wav' })).file);
const peak = (samples: Float32Array): number => samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
const given = async (): Promise<Sound> => decodeSound(await fixture('tone.wav'));

describe('volume', () => {
  it('makes every sample smaller, and none fewer', async () => {
    const [source, sound] = [await given(), await wav({ volume: 0.5 })];
    for (const which of [0, 1]) {
      const [before, after] = [channel(source, which), channel(sound, which)];
      expect(after).toHaveLength(before.length);
      expect(peak(after.map((sample, n) => sample - 0.5 * (before[n] ?? 0)))).toBeLessThan(2 / 32_768);
    }
  });

  it.each([1, 2])('peaks are limited, at speed %p, and every sample stays in its place', async (speed) => {
    const [source, sound] = [await wav({ speed }), await wav({ speed, volume: 2 })];
    const [before, after] = [channel(source, 0), channel(sound, 0)];
    expect(Math.abs(after.length - before.length)).toBeLessThanOrEqual(2);
    expect(peak(after)).toBeLessThanOrEqual(10 ** (CEILING / 20) + 0.002);
    expect(peak(after)).toBeGreaterThan(0.7);
    // From the first sample to the last one it is a multiple of what it was: no silence, no click, no shift.
    const factor = 10 ** (CEILING / 20) / peak(before);
    const off = before.map((sample, n) => (after[n] ?? 0) - factor * sample);
    for (const [from, to] of [
      [0.2, 0.5],
      [0.5, 0.75],
    ].map((ends) => ends.map((share) => share * sound.duration)))
      expect(rms(part(off, sound.rate, from ?? 0, to ?? 0))).toBeLessThan(0.02);
    const end = part(after, sound.rate, sound.duration - 0.02, sound.duration);
    expect(rms(end)).toBeGreaterThan(0.4);
    expect(rms(part(after, sound.rate, 0, 0.02))).toBeGreaterThan(0.4);
  });
});

it.each([1, 2])('fades are in the time of the result, at speed %p', async (speed) => {
  const options = { speed, fade_in: 0.5, fade_out: 0.25 };
  const [plain, sound] = [await wav({ speed }), await wav(options)];
  const [before, after] = [channel(plain, 0), channel(sound, 0)];
  const gain = (at: number) =>
    rms(part(after, sound.rate, at - 0.02, at + 0.02)) / rms(part(before, sound.rate, at - 0.02, at + 0.02));
  const lasts = 3 / speed;
  expect(Math.abs(sound.duration - lasts)).toBeLessThan(0.05);
  for (const [at, expected] of [
    [0.25, 0.5],
    [0.6, 1],
    [lasts - 0.3, 1],
    [lasts - 0.125, 0.5],
  ] as const)
    expect(Math.abs(gain(at) - expected)).toBeLessThan(0.06);
  expect(peak(part(after, sound.rate, lasts - 0.004, lasts))).toBeLessThan(0.03);
  expect(peak(part(after, sound.rate, 0, 0.004))).toBeLessThan(0.03);
});

it('a fade is no longer than its result', async () => {
  const sound = await wav({ fade_in: 60, fade_out: 60 });
  expect(Math.abs(sound.duration - 3)).toBeLessThan(0.01);
  expect(rms(part(channel(sound, 0), sound.rate, 1.4, 1.6))).toBeGreaterThan(0.05);
});

it('a video without sound has no sound track, and its picture is copied', async () => {
  const { file, job } = await made('video', 'frames.mp4', { audio: false });
  expect((await probe(file)).streams.map(({ codec_type: type }) => type)).toEqual(['video']);
  expect(job.warnings).toMatchObject([{ kind: 'remuxed' }]);
});

it('a stream without sound has no rendition of it', async () => {
  const { files } = await made('adaptive_video', 'frames.mp4', { audio: false, end: 2, width: 160 });
  expect(files.filter((file) => file.endsWith('.m3u8'))).toHaveLength(2);
});

it('the volume of a video leaves its picture alone', async () => {
  const { file, job } = await made('video', 'frames.mp4', { volume: 0.5 });
  expect(job.warnings).toMatchObject([{ kind: 'remuxed' }]);
  const [before, after] = [await decodeSound(await fixture('frames.mp4')), await decodeSound(file)];
  const level = (sound: Sound) => rms(part(channel(sound, 0), sound.rate, 4, 6));
  expect(level(after) / level(before)).toBeCloseTo(0.5, 1);
});

it('picture and sound of a video fade together, in the time of the result', async () => {
  const { file } = await made('video', 'frames.mp4', {
    start: 2,
    end: 8,
    speed: 2,
    fade_in: 1,
    fade_out: 0.5,
    width: 64,
  });
  const frames = await decodeFrames(file, { width: 4, height: 4 });
  const plain = await decodeFrames(
    (await made('video', 'frames.mp4', { start: 2, end: 8, speed: 2, width: 64 })).file,
    {
      width: 4,
      height: 4,
    },
  );
  const times = await frameTimes(file);
  expect(frames).toHaveLength(plain.length);
  const share = (n: number): number => {
    const area = { left: 0, top: 0, width: 4, height: 4 };
    return (frames[n]?.brightness(area) ?? NaN) / (plain[n]?.brightness(area) ?? NaN);
  };
  const expected = (time: number) => Math.min(1, time, (3 - time) / 0.5);
  for (const [n, time] of times.entries()) expect(Math.abs(share(n) - Math.max(0, expected(time)))).toBeLessThan(0.12);
  const sound = await decodeSound(file);
  expect(rms(part(channel(sound, 0), sound.rate, 0, 0.02))).toBeLessThan(0.02);
  expect(rms(part(channel(sound, 0), sound.rate, 2.97, 3))).toBeLessThan(0.05);
});

describe('target_lufs', () => {
  /** Quiet noise with a loud crack now and then: its peaks leave no room. */
  const peaky = async (): Promise<`/${string}`> => {
    const file = join(folder, 'peaky.wav');
    await ffmpeg([
      ...expression(
        ['0.02*sin(2*PI*t*440)*(1+0.5*sin(2*PI*t*3))+if(lt(mod(t,0.7),0.004),0.9*sin(2*PI*t*3000),0)'],
        8,
        44_100,
      ),
      '-c:a',
      'pcm_s16le',
      file,
    ]);
    return `/${file.slice(1)}`;
  };
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'loud-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it.each<['audio' | 'video', AudioOptions, number]>([
    ['audio', { format: 'wav', target_lufs: -23 }, -23],
    ['audio', { format: 'mp3', normalize: 'lufs', channels: 1 }, -16],
    ['audio', { format: 'opus', target_lufs: -14, speed: 1.5, start: 1, fade_in: 0.5, volume: 3 }, -14],
    ['video', { target_lufs: -20, end: 5 }, -20],
  ])('%s %j', async (kind, options, target) => {
    const source = kind === 'video' ? 'frames.mp4' : await peaky();
    const { file, job } = await made(kind, source, options);
    const { integrated, peak } = await loudnessOf(file);
    expect(Math.abs(integrated - target)).toBeLessThanOrEqual(0.5);
    expect(peak).toBeLessThanOrEqual(-1);
    expect(job.tasks.map((task) => task.kind)).toContain('analyse');
    expect((job.warnings ?? []).map((warning) => warning.kind)).toEqual([]);
    const { start = 0, speed = 1, end = kind === 'video' ? 5 : 8 } = options;
    expect(Math.abs((await decodeSound(file)).duration - (end - start) / speed)).toBeLessThan(0.1);
  });

  it('silence is left as it is, and that is said', async () => {
    const { job } = await made('audio', 'tone.wav', { format: 'wav', target_lufs: -16, volume: 0 });
    expect(job.warnings).toMatchObject([{ kind: 'loudness_unknown' }]);
  });
});

/** By the sum of ffmpeg's own meter. */
async function loudnessOf(file: string): Promise<{ integrated: number; peak: number }> {
  const { stderr } = await runProgram(FFMPEG, [
    '-hide_banner',
    '-nostats',
    '-i',
    file,
    '-af',
    'ebur128=peak=true',
    '-f',
    'null',
    '-',
  ]);
  const summary = stderr.slice(stderr.lastIndexOf('Summary:'));
  const number = (pattern: RegExp) => Number(pattern.exec(summary)?.[1]);
  return { integrated: number(/I:\s+(-?[\d.]+) LUFS/), peak: number(/Peak:\s+(-?[\d.]+) dBFS/) };
}

describe('audio', () => {
  it('mono is the mean of left and right, stereo of mono twice the same', async () => {
    const [source, one] = [await given(), await wav({ channels: 1 })];
    expect(one.channels).toHaveLength(1);
    const mean = channel(source, 'mean');
    expect(peak(channel(one, 0).map((sample, n) => sample - (mean[n] ?? 0)))).toBeLessThan(2 / 32_768);
    const [mono, two] = [await decodeSound(await fixture('mono.wav')), await wav({ channels: 2 }, 'mono.wav')];
    expect(two.channels).toHaveLength(2);
    for (const samples of two.channels)
      expect(peak(samples.map((sample, n) => sample - (mono.channels[0]?.[n] ?? 0)))).toBeLessThan(2 / 32_768);
  });

  it.each(['mp3', 'm4a', 'ogg', 'flac'] as const)(
    '%s has the sample rate, channels and tags that are asked for',
    async (format) => {
      const tags = { title: 'Épisode "12"; it’s = done', artist: 'The Trams' };
      const { file } = await made('audio', 'tone.wav', { format, sample_rate: 22_050, channels: 1, tags });
      const { audio, format: container } = await probe(file);
      expect(audio).toMatchObject({ sample_rate: '22050', channels: 1 });
      const told = Object.entries({ ...container.tags, ...audio?.tags }).map(([key, value]) => [
        key.toLowerCase(),
        value,
      ]);
      expect(Object.fromEntries(told)).toMatchObject(tags);
      const sound = await decodeSound(file);
      expect(peakFrequency(channel(sound, 0), sound.rate)).toBeLessThan(700);
      expect(Math.abs(sound.duration - 3)).toBeLessThan(0.1);
    },
  );

  it('tags alone change no sound', async () => {
    const { job } = await made('audio', 'tone.mp3', { tags: { title: 'Other' } });
    expect(job.warnings).toMatchObject([{ kind: 'remuxed' }]);
  });

  it.each<[string, object, string]>([
    ['audio', { format: 'opus', sample_rate: 44_100 }, '48000 in opus'],
    ['audio', { sample_rate: 44_000 }, '8000, 11025'],
    ['audio', { format: 'aac', tags: { title: 'x' } }, 'm4a'],
    ['audio', { tags: { title: 'two\nlines' } }, 'one line of text'],
    ['video', { audio: false, volume: 1 }, 'leaves it out'],
    ['adaptive_video', { audio: false, audio_track: 1 }, 'leaves it out'],
  ])('%s %j is refused', (kind, options, words) => {
    expect(() => parseRequest({ kind, options })).toThrow(words);
  });
});
