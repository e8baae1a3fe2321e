import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { breaksClock } from '../../../src/pipeline/inspect/tsClock';
import { bytesOf } from '../../../src/pipeline/storage/bytes';
import { fixture } from '../../fixtures';
import { job, made, removeJobs } from '../../support/job';
import { decodeFrame, decodeImage } from '../../support/pixels';
import { BUNDLED_FFMPEG, runProgram } from '../../support/programs';
import { channel, decodeSound, part, peakFrequency } from '../../support/sound';

/** Five seconds of red and 300 Hz, then five of blue and 900 Hz, each with a clock of its own. */
const PARTS = [
  { colour: 'red', tone: 300 },
  { colour: 'blue', tone: 900 },
] as const;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'media-jobs-test-'));
  const picture = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-g', '25'];
  for (const { colour, tone } of PARTS) {
    const sources = ['-f', 'lavfi', '-i', `color=${colour}:s=160x90:r=25:d=5`];
    const sound = ['-f', 'lavfi', '-i', `sine=${tone}:d=5`, '-c:a', 'aac'];
    await runProgram(BUNDLED_FFMPEG, ['-v', 'error', ...sources, ...sound, ...picture, at(`${colour}.ts`)]);
  }
  const later = ['-c', 'copy', '-output_ts_offset', '3600', '-f', 'mpegts'];
  await runProgram(BUNDLED_FFMPEG, ['-v', 'error', '-i', at('blue.ts'), ...later, at('later.ts')]);
  await inOne('restarts.ts', 'blue.ts');
  await inOne('jumps.ts', 'later.ts');
});
afterAll(async () => {
  await removeJobs();
  await rm(folder, { recursive: true, force: true });
});

const at = (name: string): `/${string}` => join(folder, name) as `/${string}`;
const inOne = async (name: string, second: string): Promise<void> =>
  writeFile(at(name), Buffer.concat([await readFile(at('red.ts')), await readFile(at(second))]));

/** Which of the two parts a picture is of. */
async function colourAt(file: string, time: number): Promise<string> {
  const [red, , blue] = (await decodeFrame(file, { time })).pixel(20, 20);
  return red > blue ? 'red' : 'blue';
}

async function toneAt(file: string, time: number): Promise<number> {
  const sound = await decodeSound(file);
  const heard = part(channel(sound), sound.rate, time, time + 0.4);
  return PARTS.find(({ tone }) => Math.abs(peakFrequency(heard, sound.rate) - tone) < 10)?.tone ?? NaN;
}

describe.each(['restarts.ts', 'jumps.ts'])('a transport stream whose clock %s', (name) => {
  it('is as long as it plays', async () => {
    const { job: ended } = await made('probe', at(name), {});
    expect(ended.tasks[0]?.output).toMatchObject({ duration: expect.closeTo(10, 1) as number, path: at(name) });
  });

  it('is cut where it is to be', async () => {
    const { file } = await made('video', at(name), { start: 6 });
    expect((await decodeSound(file)).duration).toBeCloseTo(4, 1);
    expect([await colourAt(file, 0), await toneAt(file, 0.2)]).toEqual(['blue', 900]);
  });

  it('is cut across the place', async () => {
    const { file, job: ended } = await made('video', at(name), { start: 4, end: 8 });
    expect(await Promise.all([0.5, 1.5, 3.5].map((time) => colourAt(file, time)))).toEqual(['red', 'blue', 'blue']);
    expect([await toneAt(file, 0.3), await toneAt(file, 2)]).toEqual([300, 900]);
    expect(ended.warnings ?? []).toEqual([]);
  });

  it('gives sound, a frame, an HLS stream and shorts of its second part', async () => {
    const { file: sound } = await made('audio', at(name), { start: 6, end: 7, format: 'wav' });
    expect(await toneAt(sound, 0.3)).toBe(900);
    const { file: frame } = await made('image', at(name), { start: 6, format: 'png' });
    const [red, , blue] = (await decodeImage(frame)).pixel(20, 20);
    expect(red < blue).toBe(true);
    const { file: list } = await made('adaptive_video', at(name), {
      start: 6,
      end: 8,
      quality: 'very_low',
      // ffmpeg finds no moment in a stream of fragmented MP4, not in its own either.
      segment_format: 'ts',
    });
    expect(await colourAt(list, 1)).toBe('blue');
    const { files } = await made('shorts', at(name), {
      predefined_shorts: [{ start: 6, end: 8 }],
      size: '64x112',
      reframe: 'center',
    });
    expect(await colourAt(files.find((one) => one.endsWith('.mp4')) ?? '', 1)).toBe('blue');
  });

  it('leaves the source as it is, and nothing of its own', async () => {
    const before = await readFile(at(name));
    const { dir, error } = await job('audio', at(name), { start: 6 });
    expect(error).toBeNull();
    expect((await readFile(at(name))).equals(before)).toBe(true);
    expect(await readdir(join(dir, 'work'))).toEqual([]);
  });
});

describe('whether a clock breaks', () => {
  it.each(['red.ts', 'later.ts'])('not in %s', async (name) => {
    expect(await breaksClock(await bytesOf(at(name)))).toBe(false);
  });

  it('not in what is no transport stream', async () => {
    expect(await breaksClock(await bytesOf(await fixture('card-16x9.mp4')))).toBe(false);
    expect(await breaksClock({ size: 1, read: async () => Buffer.from([0x47]) })).toBe(false);
  });

  /** A long recording without its pictures: a packet with a clock for every 0.1 s, and 100 others behind it. */
  const recording = (seconds: readonly number[]): Buffer =>
    Buffer.concat(
      seconds.flatMap((time) => {
        const packet = Buffer.alloc(188);
        packet.set([0x47, 0x01, 0x00, 0x20, 183, 0x10]);
        const ticks = Math.round(time * 90_000);
        packet.writeUInt32BE(Math.floor(ticks / 2), 6);
        packet[10] = (ticks % 2) << 7;
        const other = Buffer.alloc(188);
        other.set([0x47, 0x01, 0x01, 0x10]);
        return [packet, ...Array.from({ length: 100 }, () => other)];
      }),
    );
  const range = (from: number, count: number) => Array.from({ length: count }, (_, n) => from + n / 10);
  const inMemory = (bytes: Buffer) => ({
    size: bytes.length,
    read: async (from: number, length: number) => bytes.subarray(from, from + length),
  });

  it.each<[string, number[], boolean]>([
    ['one clock', range(5, 1200), false],
    ['begins anew after half of it', [...range(5, 600), ...range(0, 600)], true],
    ['jumps by an hour', [...range(5, 600), ...range(3600, 600)], true],
  ])('in a file that is too long to be read whole: %s', async (_, seconds, breaks) => {
    const bytes = recording(seconds);
    expect(bytes.length).toBeGreaterThan(20_000_000);
    expect(await breaksClock(inMemory(bytes))).toBe(breaks);
  });
});
