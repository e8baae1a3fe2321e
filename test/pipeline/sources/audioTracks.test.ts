import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KindName, OptionsOf } from '../../../src/pipeline/kinds';
import { fileSource } from '../../../src/pipeline/storage/sources';
import { parseRequest } from '../../../src/pipeline/request/request';
import { dryRun } from '../../../src/pipeline/run/dryRun';
import { job, removeJobs, testBinaries } from '../../support/job';
import { BUNDLED_FFMPEG, runProgram } from '../../support/programs';
import { probe } from '../../support/probe';
import { decodeSound, channel, peakFrequency, rms } from '../../support/sound';
import { wholeStream } from '../../support/wholeStream';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tracks-'));
});
afterAll(async () => {
  await removeJobs();
  await rm(folder, { recursive: true, force: true });
});

interface Track {
  hertz: number;
  /** Metadata of the track. */
  says?: readonly string[];
  channels?: number;
  isDefault?: boolean;
}

/** A clip of four seconds whose sound tracks each have a tone of their own. */
async function clip(name: string, tracks: readonly Track[], codec = 'aac'): Promise<`/${string}`> {
  const path = join(folder, name);
  const sounds = tracks.flatMap(({ hertz }) => ['-f', 'lavfi', '-i', `sine=${hertz}:r=44100:d=4`]);
  const outputs = tracks.flatMap(({ says = [], channels = 1, isDefault = false }, index) => [
    ...[
      '-map',
      `${index + 1}`,
      `-ac:a:${index}`,
      `${channels}`,
      `-disposition:a:${index}`,
      isDefault ? 'default' : '0',
    ],
    ...says.flatMap((each) => [`-metadata:s:a:${index}`, each]),
  ]);
  await runProgram(BUNDLED_FFMPEG, [
    ...['-v', 'error', '-nostdin', '-y', '-f', 'lavfi', '-i', 'testsrc2=size=160x90:rate=25:duration=4', ...sounds],
    ...['-map', '0', ...outputs, '-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-c:a', codec, path],
  ]);
  return `/${path}`;
}

const MICROPHONES: readonly Track[] = [
  { hertz: 440, says: ['title=Left'], isDefault: true },
  { hertz: 880, says: ['title=Right'] },
];
const LANGUAGES: readonly Track[] = [
  { hertz: 440, says: ['language=eng'], channels: 2, isDefault: true },
  { hertz: 880, says: ['language=ger'], channels: 2 },
  { hertz: 1320, says: ['language=fre', 'title=Français'], channels: 2 },
];

/** The tone of a result's one sound track. */
async function toneOf(file: string): Promise<number> {
  expect((await probe(file)).streams.filter(({ codec_type }) => codec_type === 'audio')).toHaveLength(1);
  const sound = await decodeSound(file);
  expect(rms(channel(sound))).toBeGreaterThan(0.01);
  return peakFrequency(channel(sound), sound.rate);
}

async function toneMade<K extends KindName>(kind: K, path: `/${string}`, options: OptionsOf[K]): Promise<number> {
  const { error, file, files } = await job(kind, path, options);
  expect(error).toBeNull();
  if (kind === 'adaptive_video') return toneOf(await wholeStream(join(file, '..', 'stream_1.m3u8')));
  return toneOf(kind === 'shorts' ? (files.find((each) => each.endsWith('.mp4')) ?? '') : file);
}

const close = (hertz: number) => ({ asymmetricMatch: (value: number) => Math.abs(value - hertz) < 15 });

describe('the sound track that is asked for', () => {
  const PART = { predefined_shorts: [{ start: 0.5, end: 3.5 }], size: '64x64' };

  it('is in every kind of result, however it is made', async () => {
    const path = await clip('microphones.mp4', MICROPHONES);
    expect({
      copied: await toneMade('video', path, { audio_track: 2 }),
      cut: await toneMade('video', path, { audio_track: 2, start: 1, end: 3 }),
      encoded: await toneMade('audio', path, { audio_track: 2 }),
      kept: await toneMade('audio', path, { audio_track: 2, format: 'm4a' }),
      stream: await toneMade('adaptive_video', path, { audio_track: 2 }),
      shorts: await toneMade('shorts', path, { ...PART, audio_track: 2 }),
      unasked: await toneMade('audio', path, {}),
    }).toEqual({
      ...{ copied: close(880), cut: close(880), encoded: close(880), kept: close(880) },
      ...{ stream: close(880), shorts: close(880), unasked: close(440) },
    });
  });

  it('is known by its language, in two letters or three', async () => {
    const path = await clip('languages.mkv', LANGUAGES);
    expect(await toneMade('audio', path, { audio_track: 'de' })).toEqual(close(880));
    expect(await toneMade('video', path, { audio_track: 'fre' })).toEqual(close(1320));
  });

  it('is named in an error where it is not there, with those that are', async () => {
    const path = await clip('languages.mkv', LANGUAGES);
    const there = '1 (eng, stereo), 2 (ger, stereo), 3 (fre, stereo, "Français")';
    for (const asked of [4, 'ita']) {
      const { error } = await job('video', path, { audio_track: asked });
      expect(error?.kind).toBe('audio_track_missing');
      expect(error?.message).toBe(`The input languages.mkv has no sound track ${asked}. Its sound tracks: ${there}.`);
    }
  });

  it('is in the commands of a dry run', async () => {
    const path = await clip('microphones.mp4', MICROPHONES);
    const foreseen = async (options: OptionsOf['video']) => {
      const request = parseRequest({ kind: 'video', options });
      const binaries = await testBinaries();
      return dryRun({ request, source: fileSource(path), binaries, signal: new AbortController().signal });
    };
    expect((await foreseen({ audio_track: 2 })).plan[0]?.argv).toContain('0:2');
    expect((await foreseen({})).warnings.map(({ kind }) => kind)).toContain('audio_track_unchosen');
  });
});

describe('a source with several sound tracks of which none is asked for', () => {
  const warned = async (path: `/${string}`, options: OptionsOf['audio'] = {}) =>
    ((await job('audio', path, options)).job.warnings ?? []).filter(({ kind }) => kind === 'audio_track_unchosen');

  it('says which one was taken where two microphones have a track each', async () => {
    const path = await clip('microphones.mp4', MICROPHONES);
    expect(await warned(path)).toEqual([
      {
        kind: 'audio_track_unchosen',
        message:
          'The input has 2 sound tracks: 1 (mono), 2 (mono). Track 1 was taken. Set audio_track to choose another one.',
      },
    ]);
    expect(await warned(path, { audio_track: 1 })).toEqual([]);
  });

  it('says so where the file marks none of them, and nothing where it marks one', async () => {
    const marked = await clip('languages.mkv', LANGUAGES);
    const unmarked = await clip('programme.ts', LANGUAGES, 'mp2');
    expect(await warned(marked)).toEqual([]);
    expect((await warned(unmarked)).map(({ message }) => message)).toEqual([
      expect.stringMatching(/^The input has 3 sound tracks: 1 \(eng, stereo\).*Track 1 was taken\./),
    ]);
  });
});
