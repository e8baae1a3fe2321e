import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AUDIO_FORMATS } from '../../../src/pipeline/media/formats';
import { analyseSound } from '../../../src/pipeline/kinds/shorts/analyse/sound';
import { probeFile } from '../../../src/pipeline/inspect/probe';
import type { KindName, OptionsOf } from '../../../src/pipeline/kinds';
import { job, removeJobs, testBinaries } from '../../support/job';
import { channel, decodeSound, onsets } from '../../support/sound';
import { BUNDLED_FFMPEG, runProgram } from '../../support/programs';

/** Sound whose channels or sample rate change in mid-stream: a beep each second, so that its place in time can be heard. */
interface Piece {
  seconds: number;
  channels: number;
  rate?: number;
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'changing-'));
});
afterAll(async () => {
  await removeJobs();
  await rm(folder, { recursive: true, force: true });
});

const run = (argv: readonly string[]) => runProgram(BUNDLED_FFMPEG, ['-v', 'error', '-nostdin', '-y', ...argv]);

/** Pieces one after the other, as a broadcast or a podcast joins them. */
async function joined(name: string, encoder: readonly string[], pieces: readonly Piece[]): Promise<`/${string}`> {
  const path = join(folder, name);
  const parts: Buffer[] = [];
  let at = 0;
  for (const { seconds, channels, rate = 48_000 } of pieces) {
    const beeps = `aevalsrc='0.5*sin(2*PI*1000*(t+${at}))*lt(mod(t+${at},1),0.1)':d=${seconds}:s=${rate}`;
    await run(['-f', 'lavfi', '-i', beeps, '-ac', `${channels}`, ...encoder, path]);
    parts.push(await readFile(path));
    at += seconds;
  }
  await writeFile(path, Buffer.concat(parts));
  return `/${path}`;
}

/** Beside a picture, which it sets in later than. */
async function filmed(name: string, sound: string, later = 0): Promise<`/${string}`> {
  const path = join(folder, name);
  const picture = ['-f', 'lavfi', '-i', 'testsrc2=size=320x180:rate=25:duration=9'];
  const copied = ['-map', '0:v', '-map', '1:a', '-c:v', 'libx264', '-preset', 'ultrafast', '-c:a', 'copy'];
  await run([...picture, '-itsoffset', `${later}`, '-i', sound, ...copied, path]);
  return `/${path}`;
}

const AC3 = ['-c:a', 'ac3', '-b:a', '192k', '-f', 'ac3'];
const MP3 = ['-c:a', 'libmp3lame', '-b:a', '128k', '-joint_stereo', '0', '-write_xing', '0', '-id3v2_version', '0'];
const ADTS = ['-c:a', 'aac', '-f', 'adts'];
const BROADCAST: Piece[] = [2, 6, 2, 6, 2, 6].map((channels) => ({ seconds: 1.536, channels }));

/** How far a beep may lie from its place (seconds): what a codec puts before its sound, and a frame of timestamps. */
const IN_STEP = 0.06;

async function expectBeeps(file: string, seconds: number, first: number, every = 1): Promise<void> {
  const sound = await decodeSound(file);
  const heard = onsets(channel(sound), sound.rate, 0.08);
  const wanted = Array.from({ length: Math.ceil((seconds - first - 0.11) / every) }, (_, n) => first + n * every);
  expect(heard).toHaveLength(wanted.length);
  for (const [n, at] of wanted.entries()) expect(Math.abs((heard[n] ?? NaN) - at)).toBeLessThan(IN_STEP);
  expect(Math.abs(sound.duration - seconds)).toBeLessThan(0.12);
}

async function made<K extends KindName>(kind: K, input: `/${string}`, options: OptionsOf[K]): Promise<string> {
  const { error, file } = await job(kind, input, options);
  expect(error).toBeNull();
  return file;
}

describe('channels that change in mid-stream', () => {
  it.each(AUDIO_FORMATS)('leave the sound as long as it is, and in its place: %s', async (format) => {
    const film = await filmed(`broadcast-${format}.mkv`, await joined(`${format}.ac3`, AC3, BROADCAST));
    await expectBeeps(await made('audio', film, { format }), 9.216, 0);
  });

  it.each([
    [
      'mp3 with a mono advert',
      'advert.mp3',
      MP3,
      [2, 1, 2].map((channels) => ({ seconds: 3, channels, rate: 44_100 })),
    ],
    ['mp3 of two sample rates', 'rates.mp3', MP3, [44_100, 48_000].map((rate) => ({ seconds: 4, channels: 2, rate }))],
    ['aac of two sample rates', 'rates.aac', ADTS, [48_000, 44_100].map((rate) => ({ seconds: 4, channels: 2, rate }))],
    ['aac in mono and stereo', 'advert.aac', ADTS, [1, 2, 1].map((channels) => ({ seconds: 3, channels }))],
  ] as const)('%s', async (_, name, encoder, pieces) => {
    const path = await joined(name, encoder, pieces);
    const seconds = pieces.reduce((sum, piece) => sum + piece.seconds, 0);
    const sound = await decodeSound(await made('audio', path, { format: 'wav' }));
    expect(Math.abs(sound.duration - seconds)).toBeLessThan(0.25);
    expect(onsets(channel(sound), sound.rate, 0.08)).toHaveLength(seconds);
  });

  it('keep a late start, in a sound file, beside a picture and in a stream', async () => {
    const film = await filmed('late.mkv', await joined('late.ac3', AC3, BROADCAST), 0.71);
    await expectBeeps(await made('audio', film, { format: 'mp3' }), 9.216 + 0.71, 0.71);
    await expectBeeps(await made('video', film, { width: 160 }), 9.216 + 0.71, 0.71);
    const { files, error } = await job('adaptive_video', film, { segment_format: 'ts', height: 90 });
    expect(error).toBeNull();
    await expectBeeps(files.find((file) => file.endsWith('stream_1.m3u8')) ?? '', 9.216 + 0.71, 0.71);
  });

  it('are cut exactly, before, across and behind a change', async () => {
    const film = await filmed('cut.mkv', await joined('cut.ac3', AC3, BROADCAST));
    await expectBeeps(await made('audio', film, { format: 'wav', start: 0.5, end: 3.5 }), 3, 0.5);
    await expectBeeps(await made('audio', film, { format: 'm4a', start: 5.75, end: 8.75 }), 3, 0.25);
    await expectBeeps(await made('video', film, { width: 160, start: 5.75, end: 8.75 }), 3, 0.25);
  });

  it('are played at another speed', async () => {
    const film = await filmed('fast.mkv', await joined('fast.ac3', AC3, BROADCAST));
    for (const [speed, format] of [
      [2, 'wav'],
      [0.5, 'm4a'],
    ] as const) {
      const sound = await decodeSound(await made('audio', film, { format, speed }));
      expect(Math.abs(sound.duration - 9.216 / speed)).toBeLessThan(0.25);
    }
  });

  it('do not lengthen what shorts are chosen by', async () => {
    const film = await filmed('shorts.mkv', await joined('shorts.ac3', AC3, BROADCAST));
    const binaries = await testBinaries();
    const analysis = await analyseSound(
      await probeFile(film, binaries),
      binaries.ffmpeg,
      new AbortController().signal,
      () => undefined,
    );
    expect(analysis && analysis.levels.length * analysis.step).toBeCloseTo(9.2, 0);
    const { error, files } = await job('shorts', film, { predefined_shorts: [{ start: 1.25, end: 7.25 }] });
    expect(error).toBeNull();
    await expectBeeps(files.find((file) => file.endsWith('.mp4')) ?? '', 6, 0.75);
  });
});

describe('six channels in a short', () => {
  it('become two before their loudness is raised: the centre is in both, and no peak is above the limit', async () => {
    const path = join(folder, 'centre.mkv');
    const silent = '0*t';
    // Bursts with pauses, as speech is.
    const speech = '0.7*sin(2*PI*400*t)*lt(mod(t,0.5),0.08)';
    const channels = [silent, silent, speech, silent, silent, silent].join('|');
    await run([
      ...['-f', 'lavfi', '-i', 'testsrc2=size=320x180:rate=25:duration=8'],
      ...['-f', 'lavfi', '-i', `aevalsrc='${channels}':c=5.1:d=8:s=48000`],
      ...['-c:v', 'libx264', '-preset', 'ultrafast', '-c:a', 'flac', path],
    ]);
    const { error, files } = await job('shorts', `/${path}`, { predefined_shorts: [{ start: 1, end: 7 }] });
    expect(error).toBeNull();
    const sound = await decodeSound(files.find((file) => file.endsWith('.mp4')) ?? '');
    expect(sound.channels).toHaveLength(2);
    for (const which of [0, 1]) {
      const peak = channel(sound, which).reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
      expect(peak).toBeGreaterThan(0.3);
      expect(peak).toBeLessThan(0.95);
    }
  });
});
