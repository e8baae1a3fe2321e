import { mkdtemp, mkdir, readFile, readlink, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { underItsName } from '../../../src/pipeline/storage/underItsName';

let root: string;
let work: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'media-jobs-name-'));
  work = join(root, 'work');
  await mkdir(work);
});
afterEach(() => rm(root, { recursive: true, force: true }));

test('a file that has its name already stays where it is', async () => {
  const path = join(root, 'clip.mov');
  await writeFile(path, 'x');
  expect(await underItsName(path, { name: 'clip.mov' }, work)).toBe(path);
});

test('what was fetched into the job’s folder is renamed', async () => {
  await writeFile(join(work, 'source'), 'fetched');
  const path = await underItsName(join(work, 'source'), { name: 'clip.mov' }, work);
  expect(path).toBe(join(work, 'input', 'clip.mov'));
  expect(await readFile(path, 'utf8')).toBe('fetched');
  await expect(readFile(join(work, 'source'))).rejects.toThrow('ENOENT');
});

test('what belongs to somebody else is linked', async () => {
  const stored = join(root, '0b54-uuid');
  await writeFile(stored, 'stored');
  const path = await underItsName(stored, { name: 'clip.mov' }, work);
  expect(path).toBe(join(work, 'input', 'clip.mov'));
  expect(await readlink(path)).toBe(stored);
});

test('where no link can be made the file is used as it is', async () => {
  const stored = join(root, '0b54-uuid');
  await writeFile(stored, 'stored');
  await mkdir(join(work, 'input', 'clip.mov'), { recursive: true });
  expect(await underItsName(stored, { name: 'clip.mov' }, work)).toBe(stored);
});
