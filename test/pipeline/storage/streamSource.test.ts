import { randomBytes } from 'node:crypto';
import { readdir, readFile, rm } from 'node:fs/promises';
import { PassThrough, Readable } from 'node:stream';
import { streamSource } from '../../../src/pipeline/storage/sources';
import { expectError } from '../../support/expectError';
import { tempFolder } from './support/tempFolder';
import { itWithDisk, tinyDisk } from './support/tinyDisk';
import { opening } from './support/use';

afterEach(async () => {
  expect(await readdir(folder())).toEqual([]);
});
// After the check above: hooks run in the order that they stand in.
const folder = tempFolder();

/** Pieces of 64 KiB; counts how many were taken. Without `count` it never ends. */
function pieces(count = Infinity): { stream: Readable; taken: () => number } {
  let taken = 0;
  const piece = randomBytes(65_536);
  const stream = new Readable({
    read() {
      taken += 1;
      this.push(taken > count ? null : piece);
    },
  });
  return { stream, taken: () => taken };
}

it('writes the stream to a file', async () => {
  const bytes = randomBytes(1_000_000);
  const use = opening();
  const source = streamSource(Readable.from([bytes.subarray(0, 10), bytes.subarray(10)]), 'clip.mp4');
  expect(source).toMatchObject({ shown: 'clip.mp4', name: 'clip.mp4' });
  const path = await source.open(folder(), use);
  expect((await readFile(path)).equals(bytes)).toBe(true);
  expect(use.percents).toEqual([100]);
  await rm(path);
});

it('takes text as UTF-8', async () => {
  const path = await streamSource(Readable.from(['a', 'é']), 'x').open(folder(), opening());
  expect(await readFile(path, 'utf8')).toBe('aé');
  await rm(path);
});

it('makes a name that came from elsewhere safe', () => {
  expect(streamSource(Readable.from([]), '../../etc/passwd').name).toBe('_.._etc_passwd');
  expect(streamSource(Readable.from([]), '').name).toBe('upload');
});

it('is input_empty without bytes', async () => {
  await expectError(streamSource(Readable.from([]), 'x.mp4').open(folder(), opening()), 'input_empty', 'x.mp4');
});

it('is input_too_large past the limit, takes no more then, and ends the stream', async () => {
  const { stream, taken } = pieces();
  await expectError(streamSource(stream, 'x', { maxBytes: 65_536 * 3 }).open(folder(), opening()), 'input_too_large');
  expect(taken()).toBeLessThan(10);
  expect(stream.destroyed).toBe(true);
  const fits = await streamSource(pieces(3).stream, 'x', { maxBytes: 65_536 * 3 }).open(folder(), opening());
  await rm(fits);
});

it('is download_failed when the stream fails, with its own words', async () => {
  const stream = new PassThrough();
  stream.write('bytes', () => stream.destroy(new Error('The storage went away')));
  await expectError(streamSource(stream, 'x').open(folder(), opening()), 'download_failed', 'The storage went away');
});

it('is download_failed when the stream was closed before', async () => {
  const stream = new PassThrough();
  stream.destroy();
  await expectError(streamSource(stream, 'x').open(folder(), opening()), 'download_failed');
});

it('is cancelled with the job: before, and while it waits for bytes', async () => {
  for (const early of [true, false]) {
    const use = opening();
    const stream = new PassThrough();
    stream.write('bytes');
    if (early) use.abort();
    const opened = streamSource(stream, 'x').open(folder(), use);
    if (!early) setImmediate(use.abort);
    await expectError(opened, 'cancelled');
    expect(stream.destroyed).toBe(true);
  }
});

itWithDisk('is disk_full when the disk is, and leaves nothing', async () => {
  const disk = tinyDisk(512);
  try {
    await expectError(streamSource(pieces().stream, 'x').open(disk.path, opening()), 'disk_full');
    expect(await readdir(disk.path)).toEqual([]);
  } finally {
    disk.remove();
  }
});
