import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { job, removeJobs } from '../../support/job';
import { probe } from '../../support/probe';
import { BUNDLED_FFMPEG, runProgram } from '../../support/programs';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'declared-'));
});
afterAll(async () => {
  await removeJobs();
  await rm(folder, { recursive: true, force: true });
});

/** A recording whose microphone was off: its container declares a track that holds nothing. */
async function muted(name: string, argv: readonly string[]): Promise<`/${string}`> {
  const path = join(folder, name);
  const sources = ['-f', 'lavfi', '-i', 'testsrc2=size=160x90:rate=25:duration=3', '-f', 'lavfi', '-i', 'anullsrc'];
  await runProgram(BUNDLED_FFMPEG, [
    ...['-v', 'error', '-nostdin', '-y', ...sources, '-map', '0', '-map', '1', '-pix_fmt', 'yuv420p'],
    ...[...argv, '-frames:a', '0', '-t', '3', path],
  ]);
  return `/${path}`;
}

const VP8 = ['-c:v', 'libvpx', '-deadline', 'realtime', '-cpu-used', '8', '-c:a', 'libopus'];
const H264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-c:a', 'aac'];

describe('a container that declares sound and holds none', () => {
  it.each([
    ['muted.webm', VP8],
    ['muted.mkv', H264],
    ['muted.mp4', [...H264, '-movflags', 'frag_keyframe+empty_moov']],
  ] as const)('%s: the picture without sound, and a warning', async (name, argv) => {
    const path = await muted(name, argv);
    for (const options of [{}, { width: 80 }]) {
      const { error, file, job: ended } = await job('video', path, options);
      expect(error).toBeNull();
      expect((await probe(file)).streams.map(({ codec_type }) => codec_type)).toEqual(['video']);
      expect(Math.abs(Number((await probe(file)).format.duration) - 3)).toBeLessThan(0.1);
      expect((ended.warnings ?? []).map(({ kind }) => kind)).toContain('sound_missing');
    }
    expect((await job('audio', path, {})).error?.kind).toBe('no_audio_stream');
  });

  it.each([
    ['flac', 'flac', /has no audio/],
    ['m4a', 'aac', /has no audio/],
    ['mp3', 'libmp3lame', /holds neither picture nor sound/],
    ['ogg', 'libvorbis', /holds neither picture nor sound/],
    ['opus', 'libopus', /holds neither picture nor sound/],
    ['webm', 'libopus', /holds neither picture nor sound/],
  ])('%s without a sample says that it has no sound', async (extension, codec, says) => {
    const path = join(folder, `empty.${extension}`);
    const nothing = ['-f', 'lavfi', '-i', 'anullsrc', '-frames:a', '0', '-t', '0', '-c:a', codec, path];
    await runProgram(BUNDLED_FFMPEG, ['-v', 'error', '-nostdin', ...nothing]);
    expect((await job('audio', `/${path}`, {})).error?.message).toMatch(says);
  });

  it('a WAV without a sample says that it has no sound', async () => {
    const path = join(folder, 'empty.wav');
    const head = Buffer.alloc(44);
    head.write('RIFF', 0);
    head.writeUInt32LE(36, 4);
    head.write('WAVEfmt ', 8);
    head.writeUInt32LE(16, 16);
    [1, 1].forEach((value, n) => head.writeUInt16LE(value, 20 + 2 * n));
    [44_100, 88_200].forEach((value, n) => head.writeUInt32LE(value, 24 + 4 * n));
    [2, 16].forEach((value, n) => head.writeUInt16LE(value, 32 + 2 * n));
    head.write('data', 36);
    await writeFile(path, head);
    expect((await job('audio', `/${path}`, {})).error?.kind).toBe('no_audio_stream');
  });
});
