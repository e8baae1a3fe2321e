import { mkdirSync, readdirSync, readFileSync, rmdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileDestination } from '../../../src/pipeline/storage/destinations';
import { openFor, put } from '../../support/opened';
import { expectError } from '../../support/expectError';
import { produced } from './support/produced';
import { tempFolder } from './support/tempFolder';
import { itWithDisk, tinyDisk } from './support/tinyDisk';

const folder = tempFolder();
const { signal } = new AbortController();
const out = (): string => join(folder(), 'out.mp4');
const made = (bytes = 'new') => produced(join(folder(), 'work'), { 'clip.mp4': bytes });

it('is named by its path, without extension', () => {
  expect(fileDestination('media/holiday.final.mp4', { overwrite: false }).name).toBe('holiday.final');
});

it('takes a relative path and answers the absolute one', async () => {
  const destination = fileDestination(relative(process.cwd(), out()), { overwrite: false });
  const opened = await openFor(destination, ['clip.mp4']);
  expect(opened.root).toBe(folder());
  expect(await opened.publish(made(), signal)).toBe(out());
});

it('replaces a file when it may', async () => {
  writeFileSync(out(), 'old');
  const destination = fileDestination(out(), { overwrite: true });
  const opened = await openFor(destination, ['clip.mp4']);
  expect(readFileSync(out(), 'utf8')).toBe('old');
  await opened.publish(made(), signal);
  expect(readFileSync(out(), 'utf8')).toBe('new');
});

it('is output_exists when somebody else was first while the job ran', async () => {
  const destination = fileDestination(out(), { overwrite: false });
  const opened = await openFor(destination, ['clip.mp4']);
  writeFileSync(out(), 'theirs');
  await expectError(opened.publish(made(), signal), 'output_exists');
  expect(readFileSync(out(), 'utf8')).toBe('theirs');
});

it('is output_unwritable when the folder went away while the job ran', async () => {
  mkdirSync(join(folder(), 'sub'));
  const destination = fileDestination(join(folder(), 'sub', 'out.mp4'), { overwrite: true });
  const opened = await openFor(destination, ['clip.mp4']);
  rmdirSync(join(folder(), 'sub'));
  await expectError(opened.publish(made(), signal), 'output_unwritable', 'folder does not exist');
});

it('never puts a file in the place of a device, through a link either', async () => {
  symlinkSync('/dev/null', out());
  await expectError(put(fileDestination(out(), { overwrite: true }), made(), signal), 'output_unwritable');
  expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
});

itWithDisk('is disk_full on another disk that is full, and leaves nothing there', async () => {
  const disk = tinyDisk(256);
  try {
    const destination = fileDestination(join(disk.path, 'out.mp4'), { overwrite: false });
    const opened = await openFor(destination, ['clip.mp4']);
    await expectError(opened.publish(made('x'.repeat(1_000_000)), signal), 'disk_full', disk.path);
    expect(readdirSync(disk.path)).toEqual([]);
  } finally {
    disk.remove();
  }
});

it('keeps the rights that a new file has here', async () => {
  await put(fileDestination(out(), { overwrite: false }), made(), signal);
  writeFileSync(join(folder(), 'plain'), '');
  expect(statSync(out()).mode).toBe(statSync(join(folder(), 'plain')).mode);
});
