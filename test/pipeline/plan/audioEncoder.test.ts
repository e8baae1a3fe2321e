import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AudioCodec } from '../../../src/pipeline/media/formats';
import type { AudioInfo } from '../../../src/pipeline/media/mediaInfo';
import { audioEncoderArgs } from '../../../src/pipeline/plan/audioEncoder';
import type { AudioRate } from '../../../src/pipeline/plan/audioEncoder';
import { mediaInfo, planContext, valueOf } from '../../support/mediaInfo';
import { probe } from '../../support/probe';
import { FFMPEG, runProgram } from '../../support/programs';

const { encoders } = planContext(mediaInfo());
const CODECS: readonly [AudioCodec, string][] = [
  ['aac', 'adts'],
  ['mp3', 'mp3'],
  ['vorbis', 'ogg'],
  ['opus', 'ogg'],
  ['pcm', 'wav'],
  ['flac', 'flac'],
];
const sound = (differences: Partial<AudioInfo> = {}): AudioInfo => ({
  index: 0,
  codec: 'pcm_s16le',
  profile: null,
  sampleRate: 48_000,
  channels: 2,
  bitDepth: 16,
  bitrate: null,
  startTime: 0,
  duration: 1,
  ...differences,
});
const argsOf = (codec: AudioCodec, rate: AudioRate, differences?: Partial<AudioInfo>) =>
  audioEncoderArgs(codec, sound(differences), rate, encoders);
const bitrateOf = (...asked: Parameters<typeof argsOf>) => Number(valueOf(argsOf(...asked).args, '-b:a'));

describe('bitrate', () => {
  it('grows with the channels', () => {
    expect(bitrateOf('aac', { level: 'medium' }, { channels: 1 })).toBe(64_000);
    expect(bitrateOf('aac', { level: 'medium' })).toBe(128_000);
    expect(bitrateOf('aac', { level: 'medium' }, { channels: 6 })).toBe(320_000);
  });
  it('is the one asked for, not the level', () =>
    expect(bitrateOf('aac', { level: 'very_high', bitrate: 40_000, maxBitrate: 30_000 })).toBe(40_000));
  it('stays below a maximum bitrate with its frame headers', () => {
    for (const codec of ['aac', 'vorbis', 'opus'] as const)
      expect(bitrateOf(codec, { level: 'medium', maxBitrate: 64_000 })).toBeLessThan(60_000);
    expect(bitrateOf('mp3', { level: 'medium', maxBitrate: 127_000 })).toBe(112_000);
  });
  it('is one that MP3 knows', () => {
    expect(bitrateOf('mp3', { level: 'medium', bitrate: 100_000 })).toBe(96_000);
    expect(bitrateOf('mp3', { level: 'very_high' }, { sampleRate: 8000 })).toBe(64_000);
  });
  it('lowers the sample rate where it is too low for it', () =>
    expect(argsOf('vorbis', { level: 'medium', bitrate: 32_000 }, { sampleRate: 44_100 })).toMatchObject({
      sampleRate: 24_000,
      channels: 2,
    }));
  it('raises the sample rate where it is asked for and too high for it', () => {
    expect(argsOf('mp3', { level: 'medium', bitrate: 320_000 }, { sampleRate: 8000 }).sampleRate).toBe(32_000);
    expect(argsOf('mp3', { level: 'very_high' }, { sampleRate: 8000 }).sampleRate).toBe(8000);
  });
  it('means nothing to wav and flac', () => {
    expect(argsOf('pcm', { level: 'very_low', bitrate: 32_000 }).args).toEqual(['-c:a', 'pcm_s16le']);
    expect(argsOf('flac', { level: 'very_low', bitrate: 32_000 }).args).toEqual(['-c:a', 'flac', '-sample_fmt', 's16']);
  });
});

it('keeps 24 bits in wav and flac', () => {
  expect(argsOf('pcm', { level: 'medium' }, { bitDepth: 24 }).args).toEqual(['-c:a', 'pcm_s24le']);
  expect(argsOf('flac', { level: 'medium' }, { bitDepth: 24 }).args).toEqual(['-c:a', 'flac', '-sample_fmt', 's32']);
});

it('mixes more than two channels down for mp3, and 5.1 everywhere where there is nothing to spread over it', () => {
  expect(argsOf('mp3', { level: 'medium' }, { channels: 6 }).channels).toBe(2);
  expect(argsOf('opus', { level: 'medium' }, { channels: 6 }).channels).toBe(6);
  expect(argsOf('vorbis', { level: 'medium', bitrate: 64_000 }, { channels: 6 }).channels).toBe(2);
  expect(argsOf('aac', { level: 'medium' }, { channels: 12 })).toMatchObject({
    channels: 2,
    filters: ['pan=stereo|c0=c0|c1=c1', 'aformat=sample_rates=48000:channel_layouts=stereo'],
  });
});

describe('ffmpeg takes the arguments', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'audio-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const RATES: AudioRate[] = [
    { level: 'very_low' },
    { level: 'very_high' },
    { level: 'medium', bitrate: 32_000 },
    { level: 'medium', bitrate: 320_000 },
    { level: 'medium', maxBitrate: 12_200 },
  ];
  const LAYOUTS: [string, number][] = [
    ['mono', 1],
    ['stereo', 2],
    ['5.1(side)', 6],
    ['7.1', 8],
  ];
  it.each(CODECS)('for %s, at every channel layout and sample rate', async (codec, muxer) => {
    for (const [layout, channels] of LAYOUTS) {
      for (const sampleRate of [8000, 44_100, 96_000]) {
        // All rates in one run: starting ffmpeg takes longer than the work.
        const made = (codec === 'pcm' || codec === 'flac' ? RATES.slice(0, 1) : RATES).map((rate, index) => ({
          ...argsOf(codec, rate, { sampleRate, channels }),
          file: join(folder, `${index}.${muxer}`),
        }));
        const outputs = made.flatMap(({ args, filters, file }) => [
          ...(filters.length > 0 ? ['-af', filters.join(',')] : []),
          ...args,
          '-f',
          muxer,
          file,
        ]);
        const { stderr } = await runProgram(FFMPEG, [
          '-nostdin',
          '-v',
          'error',
          '-y',
          '-f',
          'lavfi',
          '-i',
          `anoisesrc=r=${sampleRate}:d=0.3:a=0.3,aformat=channel_layouts=${layout}`,
          ...outputs,
        ]);
        expect(stderr).toBe('');
        const [first] = made;
        if (first === undefined) throw new Error('nothing made');
        expect((await probe(first.file)).streams[0]).toMatchObject({
          channels: first.channels,
          sample_rate: String(first.sampleRate),
        });
      }
    }
  });
});

describe('a maximum bitrate is kept', () => {
  it.each(CODECS.slice(0, 4))('by %s, on noise', async (codec, muxer) => {
    for (const maxBitrate of [24_000, 64_000, 128_000]) {
      const { args, filters } = argsOf(codec, { level: 'very_high', maxBitrate }, { sampleRate: 44_100 });
      const { stdout } = await runProgram(FFMPEG, [
        '-nostdin',
        '-v',
        'error',
        '-f',
        'lavfi',
        '-i',
        'anoisesrc=r=44100:d=10:a=0.5:seed=1,aformat=channel_layouts=stereo',
        '-af',
        filters.join(','),
        ...args,
        '-f',
        muxer,
        'pipe:1',
      ]);
      // The headers of a file (Vorbis: 4 kB of tables) are no part of a stream's rate.
      expect(((stdout.length - 5000) * 8) / 10).toBeLessThanOrEqual(maxBitrate);
    }
  });
});
