import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { SETS } from '../../../src/pipeline/kinds';
import { folderDestination } from '../../../src/pipeline/storage/destinations';
import { openFor, put } from '../../support/opened';
import { expectError } from '../../support/expectError';
import { produced } from './support/produced';
import { tempFolder } from './support/tempFolder';
import { itWithDisk, tinyDisk } from './support/tinyDisk';
import { textsIn } from './support/tree';

const folder = tempFolder();
const { signal } = new AbortController();
const out = (): string => join(folder(), 'hls');
const NEW = { 'master.m3u8': 'new', 'v0/one.ts': 'new one' };
const OLD = { 'master.m3u8': 'old', 'v0/one.ts': 'old one', 'v0/two.ts': 'old two' };
const made = () => produced(join(folder(), 'work'), NEW);
const here = (): string[] => readdirSync(folder()).filter((name) => name !== 'work');

it('takes the place of an empty folder', async () => {
  mkdirSync(out());
  const destination = folderDestination(out(), { overwrite: false });
  const opened = await openFor(destination, ['master.m3u8']);
  expect(opened.root).toBe(folder());
  await opened.publish(made(), signal);
  expect(textsIn(out())).toEqual(NEW);
  expect(here()).toEqual(['hls']);
});

it('replaces an earlier result as a whole when it may', async () => {
  produced(out(), OLD);
  const destination = folderDestination(out(), { overwrite: true, sets: SETS });
  const opened = await openFor(destination, ['master.m3u8']);
  expect(textsIn(out())).toEqual(OLD);
  await opened.publish(made(), signal);
  expect(textsIn(out())).toEqual(NEW);
  expect(here()).toEqual(['hls']);
});

it('is made where nothing is also when it may overwrite', async () => {
  await put(folderDestination(out(), { overwrite: true, sets: SETS }), made(), signal);
  expect(textsIn(out())).toEqual(NEW);
  expect(here()).toEqual(['hls']);
});

it('replaces shorts with the picture of their analysis', async () => {
  produced(out(), { 'shorts.json': '{}', 'short-1.mp4': 'x', 'short-1.jpg': 'x', 'contact-sheet.png': 'x' });
  await put(folderDestination(out(), { overwrite: true, sets: SETS }), made(), signal);
  expect(textsIn(out())).toEqual(NEW);
});

it.each<[string, Record<string, string>, string]>([
  ['other files', { ...OLD, 'holiday.jpg': 'a picture' }, 'holiday.jpg'],
  ['other files deep inside', { ...OLD, 'v0/deep/notes.txt': 'x' }, 'notes.txt'],
  [
    'other pictures beside shorts',
    { 'shorts.json': '{}', 'short-1.mp4': 'x', 'holiday.jpg': 'a picture' },
    'holiday.jpg',
  ],
  ['videos without a playlist', { 'holiday.mp4': 'x' }, 'no list'],
])('is never replaced when it holds %s', async (_case, contents, words) => {
  produced(out(), contents);
  const destination = folderDestination(out(), { overwrite: true, sets: SETS });
  await expectError(destination.check(), 'output_unwritable', words);
  await expectError(openFor(destination, ['master.m3u8']), 'output_unwritable', words);
  expect(textsIn(out())).toEqual(contents);
  expect(here()).toEqual(['hls']);
});

it('is output_exists when somebody else was first while the job ran', async () => {
  const destination = folderDestination(out(), { overwrite: false });
  const opened = await openFor(destination, ['master.m3u8']);
  produced(out(), { 'theirs.m3u8': 'theirs' });
  await expectError(opened.publish(made(), signal), 'output_exists');
  expect(textsIn(out())).toEqual({ 'theirs.m3u8': 'theirs' });
  expect(here()).toEqual(['hls']);
});

it.each([
  [
    'file',
    () => {
      writeFileSync(out(), 'x');
    },
  ],
  [
    'link to a folder',
    () => {
      symlinkSync(folder(), out());
    },
  ],
])('does not replace a %s', async (_case, make) => {
  make();
  await expectError(folderDestination(out(), { overwrite: true, sets: SETS }).check(), 'output_unwritable');
  await expectError(folderDestination(out(), { overwrite: false }).check(), 'output_exists');
});

it('keeps the old result when the new one is not whole', async () => {
  produced(out(), OLD);
  const files = made();
  rmSync(join(folder(), 'work', 'v0', 'one.ts'));
  await expectError(put(folderDestination(out(), { overwrite: true, sets: SETS }), files, signal), 'internal_error');
  expect(textsIn(out())).toEqual(OLD);
  expect(here()).toEqual(['hls']);
});

it('keeps the rights that new folders have here, though the work folder is private', async () => {
  await put(folderDestination(out(), { overwrite: false }), made(), signal);
  mkdirSync(join(folder(), 'plain'));
  for (const made of [out(), join(out(), 'v0')])
    expect(statSync(made).mode).toBe(statSync(join(folder(), 'plain')).mode);
});

itWithDisk('is refused early where it is the root of a mounted disk, and works in a folder on it', async () => {
  const disk = tinyDisk(1024);
  try {
    await expectError(folderDestination(disk.path, { overwrite: false }).check(), 'output_unwritable', 'mounted disk');
    const inside = join(disk.path, 'hls');
    await put(folderDestination(inside, { overwrite: false }), made(), signal);
    expect(textsIn(inside)).toEqual(NEW);
    expect(readdirSync(disk.path)).toEqual(['hls']);
  } finally {
    disk.remove();
  }
});

itWithDisk('is disk_full when the disk is, keeps the old result and leaves nothing else', async () => {
  const disk = tinyDisk(512);
  try {
    const inside = join(disk.path, 'hls');
    produced(inside, OLD);
    const files = produced(join(folder(), 'work'), { 'master.m3u8': 'new', 'one.ts': 'x'.repeat(1_000_000) });
    await expectError(put(folderDestination(inside, { overwrite: true, sets: SETS }), files, signal), 'disk_full');
    expect(textsIn(inside)).toEqual(OLD);
    expect(readdirSync(disk.path)).toEqual(['hls']);
  } finally {
    disk.remove();
  }
});

it('is not read before it is there: what is published is complete at its first sight', async () => {
  const destination = folderDestination(out(), { overwrite: false });
  const files = made();
  const sights: boolean[] = [];
  const published = put(destination, files, signal).then(() => sights.push(true));
  // Looks at every turn of the event loop until it is done.
  for (let done = false; !done; done = sights.length > 0) {
    if (existsSync(out())) expect(Object.keys(textsIn(out())).sort()).toEqual(Object.keys(NEW).sort());
    await new Promise(setImmediate);
  }
  await published;
  expect(readFileSync(join(out(), 'master.m3u8'), 'utf8')).toBe('new');
});
