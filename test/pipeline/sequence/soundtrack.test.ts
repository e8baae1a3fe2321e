import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import type { OptionsOf } from '../../../src/pipeline/kinds';
import { measureLoudness } from '../../../src/pipeline/inspect/loudness';
import { readFrameCode } from '../../support/frameCode';
import { testBinaries } from '../../support/job';
import { decodeFrames } from '../../support/pixels';
import { BUNDLED_FFMPEG, runProgram } from '../../support/programs';
import { channel, decodeSound, part, toneLevel } from '../../support/sound';
import { numbered } from './clips';
import { played } from './support';
import type { GivenClip } from './support';

/** What each of them sounds: so far from each other that a codec keeps them apart. */
const HZ = { clip: 1000, music: 400, voice: 2500 };
/** Amplitude of all of them. */
const LOUD = 0.25;
const SIZE = { width: 64, height: 36 };

let folder: string;
/** Four seconds of 100 numbered pictures with a tone, two of 50 without one, music of 0.7 s, a voice of 3 s, a picture. */
let [clip, mute, music, voice, still] = ['', '', '', '', ''];

async function tone(name: string, hz: number, seconds: number, channels: 1 | 2): Promise<string> {
  const file = join(folder, name);
  const side = `${LOUD}*sin(2*PI*${hz}*t)`;
  await runProgram(BUNDLED_FFMPEG, [
    ...['-v', 'error', '-f', 'lavfi', '-i', `aevalsrc='${Array(channels).fill(side).join('|')}':s=48000:d=${seconds}`],
    file,
  ]);
  return file;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'soundtrack-'));
  const size = [SIZE.width, SIZE.height] as const;
  const [own, other] = await Promise.all([tone('own.wav', HZ.clip, 4, 2), tone('music.wav', HZ.music, 0.7, 2)]);
  const picture = await numbered(folder, { name: 'picture.mp4', rate: '25', frames: [0, 100], size });
  clip = join(folder, 'clip.mp4');
  await runProgram(BUNDLED_FFMPEG, [
    ...['-v', 'error', '-i', picture, '-i', own, '-map', '0:v', '-map', '1:a', '-c:v', 'copy', '-c:a', 'aac', clip],
  ]);
  mute = await numbered(folder, { name: 'mute.mp4', rate: '25', frames: [200, 50], size });
  music = other;
  voice = await tone('voice.wav', HZ.voice, 3, 1);
  still = join(folder, 'still.png');
  await sharp({ create: { ...SIZE, channels: 3, background: '#ff0000' } }).toFile(still);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const run = (given: string | readonly GivenClip[], options: OptionsOf['video']) =>
  played(folder, typeof given === 'string' ? { input: given } : { inputs: given }, options);

const fileOf = ({ job }: Awaited<ReturnType<typeof run>>) => job.tasks.find(({ kind }) => kind === 'video')?.output;
const warned = ({ job }: Awaited<ReturnType<typeof run>>) => job.warnings?.map(({ kind }) => kind) ?? [];
const numbersOf = async (file: string) => (await decodeFrames(file, SIZE)).map(readFrameCode);

/** How loud each is from a moment to another (seconds), as a share of how loud it was recorded. */
async function levelsIn(file: string) {
  const sound = await decodeSound(file);
  const samples = channel(sound);
  return {
    seconds: sound.duration,
    at: (from: number, to: number) =>
      Object.fromEntries(
        Object.entries(HZ).map(([name, hz]) => [
          name,
          Math.round((100 * toneLevel(part(samples, sound.rate, from, to), sound.rate, hz)) / LOUD) / 100,
        ]),
      ),
  };
}

it('music lies under the sound of a video, again and again up to the end, and the picture is copied', async () => {
  const made = await run(clip, { music_url: music });
  expect([made.error, warned(made)]).toEqual([null, ['remuxed']]);
  expect(await numbersOf(made.file)).toEqual(Array.from({ length: 100 }, (_, n) => n));
  const levels = await levelsIn(made.file);
  expect(levels.seconds).toBeCloseTo(4, 1);
  // Where it begins again it is as loud as elsewhere, and nothing else is heard.
  for (const from of [0.1, 0.6, 1.3, 1.9])
    expect(levels.at(from, from + 0.4)).toEqual({
      clip: expect.closeTo(1, 1) as number,
      music: expect.closeTo(0.25, 1) as number,
      voice: 0,
    });
  // Over the last second and a half it fades out.
  expect(levels.at(3.1, 3.4).music).toBeCloseTo(0.125, 1);
  expect(levels.at(3.8, 4).music).toBeLessThan(0.04);
  expect(levels.at(3.8, 4).clip).toBeCloseTo(1, 1);
});

it('music gets quieter while there is other sound, and comes back', async () => {
  const made = await run([{ url: clip, end: 2 }, mute], {
    music_url: music,
    music_volume: 0.8,
    duck: true,
  });
  expect(made.error).toBeNull();
  expect(await numbersOf(made.file)).toEqual([...Array(50).keys(), ...Array.from({ length: 50 }, (_, n) => 200 + n)]);
  const levels = await levelsIn(made.file);
  const [under, after] = [levels.at(0.5, 1.8), levels.at(2.2, 2.4)];
  expect(under.clip).toBeCloseTo(1, 1);
  expect(under.music).toBeGreaterThan(0.05);
  expect(under.music).toBeLessThan(0.3);
  expect(after.music).toBeGreaterThan(under.music ?? 1);
});

it('other sound takes the place of its own, from a moment of it on; silence follows', async () => {
  const made = await run(clip, { audio_url: `${voice}#t=1,2.5` });
  expect([made.error, made.job.options]).toEqual([null, { audio_url: `${voice}#t=1,2.5` }]);
  const levels = await levelsIn(made.file);
  expect(levels.at(0.05, 1.45)).toEqual({ clip: 0, music: 0, voice: expect.closeTo(1, 1) as number });
  expect(levels.at(1.6, 3.9)).toEqual({ clip: 0, music: 0, voice: 0 });
  expect(levels.seconds).toBeCloseTo(4, 1);
});

it('both are heard where they are mixed, as loud as they were, and brought to a loudness together', async () => {
  const made = await run(clip, { audio_url: voice, audio_mode: 'mix', volume: 0.5, end: 2 });
  expect([made.error, warned(made)]).toEqual([null, ['audio_cut']]);
  expect((await levelsIn(made.file)).at(0.1, 1.9)).toEqual({
    clip: expect.closeTo(0.5, 1) as number,
    music: 0,
    voice: expect.closeTo(1, 1) as number,
  });
  const levelled = await run(clip, { audio_url: voice, audio_mode: 'mix', target_lufs: -20, end: 2 });
  const { integrated } = await measureLoudness(
    { argv: ['-i', levelled.file, '-map', '0:a'], filters: [] },
    { ffmpeg: (await testBinaries()).ffmpeg, signal: new AbortController().signal },
  );
  expect(integrated).toBeCloseTo(-20, 0);
});

it('a video is as long as its sound where that is asked for: its last picture stays, or it is cut', async () => {
  const longer = await run(mute, { audio_url: voice, length_from: 'audio' });
  expect([longer.error, warned(longer)]).toEqual([null, []]);
  const numbers = await numbersOf(longer.file);
  expect([numbers.length, numbers[49], numbers[74]]).toEqual([75, 249, 249]);
  // What was cut off is not seen and not heard, though there is room for it.
  const cut = await run(clip, {
    audio_url: `${voice}#t=,2`,
    audio_mode: 'mix',
    length_from: 'audio',
    start: 1,
    end: 2,
  });
  expect(await numbersOf(cut.file)).toEqual([...Array.from({ length: 25 }, (_, n) => 25 + n), ...Array(25).fill(49)]);
  expect((await levelsIn(cut.file)).at(1.1, 1.9)).toMatchObject({ clip: 0, voice: expect.closeTo(1, 1) as number });
  const shorter = await run(clip, { audio_url: voice, length_from: 'shortest' });
  expect(await numbersOf(shorter.file)).toEqual([...Array(75).keys()]);
  expect((await levelsIn(shorter.file)).at(0.1, 2.9)).toMatchObject({ clip: 0, voice: expect.closeTo(1, 1) as number });
});

it('a picture is shown as long as it is spoken over', async () => {
  const made = await run(still, { audio_url: `${voice}#t=,1.2` });
  expect([made.error, warned(made)]).toEqual([null, []]);
  expect(fileOf(made)).toMatchObject({ kind: 'video', width: 64, fps: 30, duration: 1.2, audio_codec: 'aac' });
});

it('scenes have each a sound of their own, over music', async () => {
  const made = await run(
    [
      { url: still, audio_url: `${voice}#t=0,0.8` },
      { url: mute, end: 1, audio_url: `${voice}#t=0,0.4`, volume: 0.5 },
      { url: still, duration: 0.6 },
    ],
    { music_url: music, fps: 25 },
  );
  expect(made.error).toBeNull();
  const levels = await levelsIn(made.file);
  expect(levels.seconds).toBeCloseTo(2.4, 1);
  const loud = (share: number) => expect.closeTo(share, 1) as number;
  expect(levels.at(0.1, 0.7)).toEqual({ clip: 0, music: loud(0.25), voice: loud(1) });
  expect(levels.at(0.85, 1.15)).toMatchObject({ voice: loud(0.5) });
  expect(levels.at(1.3, 1.75)).toMatchObject({ voice: 0 });
});

it('pictures share the time of a sound', async () => {
  const made = await run([still, { url: mute, end: 1 }, still], { audio_url: voice, fps: 25 });
  expect([made.error, warned(made)]).toEqual([null, []]);
  const frames = await decodeFrames(made.file, SIZE);
  const isRed = frames.map((frame) => {
    const [red, green] = frame.share(0.5, 0.5);
    return red > 200 && green < 60;
  });
  expect([isRed.length, isRed.indexOf(false), isRed.lastIndexOf(false)]).toEqual([75, 25, 49]);
});

it('what is no sound is refused, and named', async () => {
  const made = await run(clip, { audio_url: mute });
  expect([made.error?.kind, made.error?.message]).toEqual([
    'no_audio_stream',
    '"audio_url": The input mute.mp4 has no audio.',
  ]);
  const second = await run([clip, { url: still, audio_url: mute }], {});
  expect([second.error?.message, second.error?.inputIndex]).toEqual([
    '"inputs[1].audio_url": The input mute.mp4 has no audio.',
    1,
  ]);
});
