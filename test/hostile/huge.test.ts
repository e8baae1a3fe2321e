import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { mapLimit } from '../../src/pipeline/base/mapLimit';
import { residentBytes } from '../../src/pipeline/ffmpeg/residentMemory';
import { setOf } from '../../src/pipeline/kinds';
import type { KindName, OptionsOf } from '../../src/pipeline/kinds';
import { limitsOf } from '../../src/pipeline/job/limits';
import { fileDestination, folderDestination } from '../../src/pipeline/storage/destinations';
import { fileSource } from '../../src/pipeline/storage/sources';
import { parseRequest } from '../../src/pipeline/request/request';
import { dryRun } from '../../src/pipeline/run/dryRun';
import { fixture } from '../fixtures';
import { itWithDisk, tinyDisk } from '../pipeline/storage/support/tinyDisk';
import { apng, flac, gif, overwritten, wav, webp } from '../support/craftedFiles';
import { expectError, expectThisError } from '../support/expectError';
import { job, removeJobs, testBinaries } from '../support/job';
import type { EndedTestJob } from '../support/job';
import { children, expectNothingLeft } from './leftovers';

const folder = mkdtempSync(join(tmpdir(), 'huge-'));
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await removeJobs();
});

const MB = 1_000_000;

interface Peaks {
  disk: number;
  memory: number;
}

/** Runs a job, and looks again and again at what it takes of disk and memory. */
async function measured(
  kind: KindName,
  file: { name: string; bytes: Buffer },
  options: object,
  env: NodeJS.ProcessEnv = {},
): Promise<EndedTestJob & { peaks: Peaks }> {
  const path = join(folder, file.name);
  writeFileSync(path, file.bytes);
  const peaks: Peaks = { disk: 0, memory: 0 };
  let dir = '';
  const look = async () => {
    peaks.disk = Math.max(peaks.disk, bytesUnder(dir));
    peaks.memory = Math.max(peaks.memory, await residentBytes(await children()));
  };
  const timer = setInterval(() => void look(), 100);
  try {
    const ended = await job(kind, path as `/${string}`, options as OptionsOf[KindName], {
      limits: limitsOf(env),
      destination: (own) => {
        dir = own;
        const result = join(own, 'result');
        return (setOf(kind) === null ? fileDestination : folderDestination)(result, { overwrite: false });
      },
    });
    return { ...ended, peaks };
  } finally {
    clearInterval(timer);
    rmSync(path);
  }
}

const bytesUnder = (dir: string): number => {
  if (dir === '') return 0;
  try {
    return readdirSync(dir, { recursive: true })
      .map((name) => statSync(join(dir, String(name)), { throwIfNoEntry: false })?.size ?? 0)
      .reduce((sum, size) => sum + size, 0);
  } catch {
    // A folder went while it was read.
    return 0;
  }
};

/** Five small files that made huge or endless jobs. */
describe('the files that were seen', () => {
  const silence = { name: 'silence.flac', bytes: flac({ rate: 192_000, channels: 8, blocks: 586 }) };
  const wide = { name: 'wide.gif', bytes: gif({ width: 8100, height: 8100, frames: 2000, delay: 10 }) };

  test('40 kB of FLAC that would become 922 MB of WAV', async () => {
    expect(silence.bytes.length).toBeLessThan(40_000);
    const ended = await measured('audio', silence, { format: 'wav' }, { MEDIA_JOBS_MAX_SOUND_BYTES: '500000000' });
    expectThisError(ended.error, 'limit_exceeded', /921,\d{3},\d{3} bytes.*MEDIA_JOBS_MAX_SOUND_BYTES/);
    expect(ended.peaks.disk).toBeLessThan(MB);
    await expectNothingLeft(ended);
  });
  itWithDisk('and where that is allowed, but the disk has no room for it', async () => {
    const disk = tinyDisk(64 * 1024);
    try {
      const path = join(folder, silence.name);
      writeFileSync(path, silence.bytes);
      const ended = await job(
        'audio',
        path as `/${string}`,
        { format: 'wav' },
        {
          destination: () => fileDestination(join(disk.path, 'out.wav'), { overwrite: false }),
        },
      );
      expectThisError(ended.error, 'disk_full', /has 67 MB left, and the job may need 925 MB/);
      expect(readdirSync(disk.path)).toEqual([]);
      await expectNothingLeft(ended);
    } finally {
      disk.remove();
    }
  });
  test.each([1, 8])('a WAV of %d samples a second', async (rate) => {
    const bytes = wav({ rate, channels: 1, bits: 8, bytes: 86_401 * rate });
    const ended = await measured('audio', { name: 'slow.wav', bytes }, {});
    expectThisError(ended.error, 'limit_exceeded', /it would last 86,401 s, and 86,400 are the most/);
    await expectNothingLeft(ended);
  });
  const days = { name: 'slow.gif', bytes: gif({ width: 16, height: 16, frames: 2000, delay: 65_500 }) };
  test.each<KindName>(['video', 'adaptive_video', 'shorts'])('a GIF of 15 days, as %s', async (kind) => {
    const ended = await measured(kind, days, {});
    expectThisError(ended.error, 'limit_exceeded', /it would last 1,310,000 s/);
    await expectNothingLeft(ended);
  });
  test('of which a picture is right', async () => {
    const ended = await measured('image', days, {});
    expect(ended.error).toBeNull();
    await ended.cleanup();
  });
  test('and an animation of its first seconds', async () => {
    const ended = await measured('animation', days, { end: 5, fps: 10 }, { MEDIA_JOBS_MAX_PIXELS: '1e6' });
    expect(ended.error).toBeNull();
    const { delay = [] } = await sharp(ended.file).metadata();
    expect(delay.reduce((sum, each) => sum + each, 0)).toBe(5000);
    await ended.cleanup();
  });
  test('a dry run says so, too', async () => {
    const path = join(folder, days.name);
    writeFileSync(path, days.bytes);
    const asked = dryRun({
      request: parseRequest({ kind: 'video', options: {} }),
      source: fileSource(path),
      binaries: await testBinaries(),
      signal: new AbortController().signal,
    });
    await expectError(asked, 'limit_exceeded', /it would last 1,310,000 s/);
  });
  test('a wide GIF of many pictures is refused by its pixels', async () => {
    const ended = await measured('video', wide, {}, { MEDIA_JOBS_MAX_PIXELS: '1e11' });
    expectThisError(ended.error, 'limit_exceeded', /131,220,000,000 pixels/);
    await expectNothingLeft(ended);
  });
  test('or ended when its time is up', async () => {
    const ended = await measured('video', wide, {}, { MEDIA_JOBS_MAX_RUN_SECONDS: '4' });
    expectThisError(ended.error, 'time_limit_exceeded', '4 s');
    expect(ended.job.status).toBe('failed');
    await expectNothingLeft(ended);
  });
  test('or when it takes more memory than it may', async () => {
    const ended = await measured('video', wide, {}, { MEDIA_JOBS_MAX_MEMORY_BYTES: '150000000' });
    expectThisError(ended.error, 'limit_exceeded', /more than 150,000,000 bytes of memory/);
    await expectNothingLeft(ended);
  });
  test('300,000 pictures in a GIF', async () => {
    const many = { name: 'many.gif', bytes: gif({ width: 16, height: 16, frames: 300_000, delay: 2 }) };
    const first = await measured('image', many, {});
    expect(first.error).toBeNull();
    await first.cleanup();
    const ended = await measured('video', many, {}, { MEDIA_JOBS_MAX_FRAMES: '299999' });
    expectThisError(ended.error, 'limit_exceeded', /has 300,000 pictures/);
    await expectNothingLeft(ended);
  });
});

/** Tighter than the defaults, so that what comes near them takes seconds. */
const TIGHT = {
  MEDIA_JOBS_MAX_RESULT_SECONDS: '600',
  MEDIA_JOBS_MAX_SOUND_BYTES: `${50 * MB}`,
  MEDIA_JOBS_MAX_PIXELS: '1e9',
  MEDIA_JOBS_MAX_FRAMES: '5000',
  MEDIA_JOBS_MAX_RUN_SECONDS: '8',
  MEDIA_JOBS_MAX_CPU_SECONDS: '20',
  MEDIA_JOBS_MAX_MEMORY_BYTES: `${1000 * MB}`,
};
/** Between two looks a process can take so much more. */
const OVERSHOOT = 600 * MB;

/** HUGE_FILES more of them by HUGE_SEED, for a longer search. */
const COUNT = Number(process.env.HUGE_FILES ?? 16);
const SEED = Number(process.env.HUGE_SEED ?? 1);

/** mulberry32: the same numbers for the same seed. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

type Crafted = [name: string, kind: KindName, bytes: Buffer, options: object];

describe(`files that promise much (seed ${SEED}, ${COUNT} of them)`, () => {
  const random = randomOf(SEED);
  const of = <T>(...values: T[]): T => values[Math.floor(random() * values.length)] as T;
  /** From 1 to 10 to a power, each size as likely as every other. */
  const size = (most: number): number => Math.max(1, Math.floor(most ** random()));
  const u32 = (value: number) => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(value);
    return bytes;
  };
  const moving = (): [KindName, object] =>
    of<[KindName, object]>(
      ['video', {}],
      ['animation', { end: 5 }],
      ['image', {}],
      ['video', { format: 'webm' }],
      ['adaptive_video', {}],
    );
  const animation = () => ({
    width: size(4000),
    height: size(4000),
    frames: size(6000),
    delay: of(0, 1, 2, 10, 1000, 65_535),
  });
  const sound = () => ({ format: of('mp3', 'wav', 'flac', 'opus', 'ogg', 'aac') });

  const makers: (() => Promise<Crafted>)[] = [
    () => {
      const bits = of<8 | 16 | 24 | 32>(8, 16, 24, 32);
      const file = { rate: size(4e9), channels: of(1, 2, 8, 16), bits, bytes: 4 * size(100_000) };
      return Promise.resolve(['wav', 'audio', wav(file), sound()]);
    },
    () => {
      const file = { rate: of(1, 8, 8000, 192_000, 655_350), channels: of(1, 2, 8), blocks: size(1000) };
      return Promise.resolve(['flac', 'audio', flac(file), sound()]);
    },
    () => Promise.resolve(['gif', ...swapped(moving(), gif(animation()))]),
    async () => {
      const pixel = await sharp({ create: { width: 1, height: 1, channels: 4, background: '#123456' } })
        .webp({ lossless: true })
        .toBuffer();
      const shape = animation();
      return ['webp', ...swapped(moving(), webp({ ...shape, frames: Math.min(400, shape.frames) }, pixel))];
    },
    () => Promise.resolve(['png', ...swapped(moving(), apng(animation()))]),
    async () => {
      const file = await readFile(await fixture('clip.mp4'));
      // Behind the name of a box: version and flags, then its fields (ISO/IEC 14496-12). Timescale, duration, length of a sample, width and height.
      const [box, at] = of<[string, number]>(['mdhd', 12], ['mdhd', 16], ['mvhd', 12], ['stts', 12], ['tkhd', 76]);
      const changed = overwritten(file, Buffer.from(box), at, u32(size(2 ** 32 - 1)));
      return ['mp4', ...swapped(moving(), changed)];
    },
    async () => {
      const file = await readFile(await fixture('clip.mkv'));
      // Ids of Matroska, each with a length: TimestampScale, DefaultDuration, PixelWidth, PixelHeight.
      const [id, bytes] = of<[string, number]>(['2ad7b183', 3], ['23e38384', 4], ['b082', 2], ['ba82', 2]);
      const value = Buffer.from(u32(size(2 ** (8 * bytes) - 1)).subarray(4 - bytes));
      return ['mkv', ...swapped(moving(), overwritten(file, Buffer.from(id, 'hex'), 0, value))];
    },
  ];

  test('each ends within its limits, with an error of the table or a right result, and leaves nothing', async () => {
    const files: Crafted[] = [];
    for (let index = 0; index < COUNT; index++) {
      const make = makers[index % makers.length];
      if (make !== undefined) files.push(await make());
    }
    const ended = await mapLimit(2, files, async ([extension, kind, bytes, options], index) => {
      const name = `${index}.${extension}`;
      const { error, peaks, cleanup, dir } = await measured(kind, { name, bytes }, options, TIGHT);
      if (error !== null) expect(readdirSync(dir, { recursive: true })).toEqual(['work']);
      await cleanup();
      return { name, kind, options, bytes: bytes.length, error: error?.kind ?? null, why: error?.message, ...peaks };
    });
    const wrong = ended.filter(
      ({ error, disk, memory }) =>
        error === 'internal_error' ||
        error === 'cancelled' ||
        disk > 300 * MB ||
        memory > Number(TIGHT.MEDIA_JOBS_MAX_MEMORY_BYTES) * 2 + OVERSHOOT,
    );
    expect(wrong).toEqual([]);
    expect(await children()).toEqual([]);
  }, 600_000);
});

/** With the options that go with a kind. */
const swapped = ([kind, options]: [KindName, object], bytes: Buffer): [KindName, Buffer, object] => [
  kind,
  bytes,
  options,
];
