import { execFileSync } from 'node:child_process';
import { createReadStream, mkdtempSync, rmdirSync, statfsSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Job } from '../../src/pipeline/job/job';
import type { KindName, OptionsOf } from '../../src/pipeline/kinds';
import { fileDestination, folderDestination } from '../../src/pipeline/storage/destinations';
import { streamSource } from '../../src/pipeline/storage/sources';
import type { FixtureName } from '../fixtures';
import { itWithDisk, tinyDisk } from '../pipeline/storage/support/tinyDisk';
import { expectThisError } from '../support/expectError';
import { job, removeJobs } from '../support/job';
import { expectNothingLeft } from './leftovers';

afterAll(removeJobs);

async function onDisk(kib: number, use: (path: string) => Promise<void>): Promise<void> {
  const disk = tinyDisk(kib);
  try {
    await use(disk.path);
  } finally {
    disk.remove();
  }
}

/** Room for all that is foreseen of the results here. */
const ROOM_KIB = 64 * 1024;

/** What somebody else writes to a disk as soon as the job has begun to make its result. */
function filling(disk: string, kind: KindName, kibLeft: number): (job: Job) => void {
  let full = false;
  return ({ tasks }) => {
    if (full || !tasks.some((task) => task.kind === kind && task.status === 'processing')) return;
    full = true;
    const { bavail, bsize } = statfsSync(disk);
    writeFileSync(join(disk, FILLER), Buffer.alloc(bavail * bsize - kibLeft * 1024));
  };
}
const FILLER = 'of-somebody-else';

describe('a full disk', () => {
  const writers: {
    name: string;
    kind: KindName;
    input: FixtureName;
    options: OptionsOf[KindName];
    file: string;
    kib: number;
  }[] = [
    {
      name: 'a copied video, whose index is written last',
      kind: 'video',
      input: 'clip.mov',
      options: {},
      file: 'out.mp4',
      kib: 1024,
    },
    {
      name: 'an encoded video',
      kind: 'video',
      input: 'busy.mp4',
      options: { quality: 'very_high' },
      file: 'out.mp4',
      kib: 128,
    },
    { name: 'sound', kind: 'audio', input: 'tone.mp3', options: { format: 'wav' }, file: 'out.wav', kib: 128 },
    {
      name: 'a picture',
      kind: 'image',
      input: 'card-16x9.png',
      options: { format: 'png', width: 4000 },
      file: 'out.png',
      kib: 16,
    },
    { name: 'an animation', kind: 'animation', input: 'busy.mp4', options: { end: 3 }, file: 'out.gif', kib: 128 },
  ];
  for (const { name, kind, input, options, file, kib } of writers) {
    itWithDisk(`under the result, ${name}`, () =>
      onDisk(ROOM_KIB, async (disk) => {
        const ended = await job(kind, input, options, {
          destination: () => fileDestination(join(disk, file), { overwrite: false }),
          onChange: filling(disk, kind, kib),
        });
        expect(expectThisError(ended.error, 'disk_full', `The disk is full (${disk}).`).retryable).toBe(true);
        expect(await readdir(disk)).toEqual([FILLER]);
        await expectNothingLeft(ended);
      }),
    );
  }
  itWithDisk('under a result that is foreseen to be larger', () =>
    onDisk(128, async (disk) => {
      const ended = await job(
        'audio',
        'tone.mp3',
        { format: 'wav' },
        { destination: () => fileDestination(join(disk, 'out.wav'), { overwrite: false }) },
      );
      expectThisError(ended.error, 'disk_full', /has 0 MB left, and the job may need 1 MB/);
      expect(ended.job.tasks.map(({ status }) => status)).toEqual(['succeeded', 'failed', 'cancelled', 'cancelled']);
      expect(await readdir(disk)).toEqual([]);
      await expectNothingLeft(ended);
    }),
  );
  itWithDisk('under a stream for players', () =>
    onDisk(64, async (disk) => {
      const ended = await job(
        'adaptive_video',
        'busy.mp4',
        {},
        { destination: () => folderDestination(join(disk, 'set'), { overwrite: false }) },
      );
      expectThisError(ended.error, 'disk_full', disk);
      expect(await readdir(disk)).toEqual([]);
      await expectNothingLeft(ended);
    }),
  );
  itWithDisk('under an input that has to be fetched first', () =>
    onDisk(256, async (disk) => {
      const ended = await job(
        'video',
        'clip.mov',
        {},
        { workRoot: disk, source: (path) => streamSource(createReadStream(path), 'clip.mov') },
      );
      expectThisError(ended.error, 'disk_full', disk);
      expect(await readdir(disk)).toEqual([]);
      await expectNothingLeft(ended);
    }),
  );
  itWithDisk('under the frames of an animation that is taken apart', () =>
    onDisk(4, async (disk) => {
      const destination = () => fileDestination(join(disk, 'out.mp4'), { overwrite: false });
      const ended = await job('video', 'animated.webp', {}, { destination });
      expectThisError(ended.error, 'disk_full', disk);
      expect(await readdir(disk)).toEqual([]);
      await expectNothingLeft(ended);
    }),
  );
});

describe('a place where nothing can be written', () => {
  test('a folder that does not exist is refused before any work', async () => {
    const ended = await job(
      'video',
      'clip.mov',
      {},
      { destination: (dir) => fileDestination(join(dir, 'nowhere', 'out.mp4'), { overwrite: false }) },
    );
    expectThisError(ended.error, 'output_unwritable', 'its folder does not exist');
    expect(ended.job.tasks.map(({ status }) => status)).toEqual(['failed', 'cancelled', 'cancelled', 'cancelled']);
    await expectNothingLeft(ended);
  });
  // Root may write to a folder without rights, but not to a disk that is mounted read-only.
  itWithDisk('a read-only disk is refused before any work', async () => {
    const disk = mkdtempSync(join(tmpdir(), 'read-only-'));
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'ro,size=64k', 'readonly', disk]);
    try {
      const ended = await job(
        'video',
        'clip.mov',
        {},
        { destination: () => fileDestination(join(disk, 'out.mp4'), { overwrite: false }) },
      );
      expectThisError(ended.error, 'output_unwritable', 'the file system is read-only');
      expect(ended.job.tasks[0]?.status).toBe('failed');
      await expectNothingLeft(ended);
    } finally {
      execFileSync('umount', [disk]);
      rmdirSync(disk);
    }
  });
});
