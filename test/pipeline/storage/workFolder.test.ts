import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { makeWorkFolder, withWorkFolder, WORK_FOLDER_PREFIX } from '../../../src/pipeline/storage/workFolder';
import { expectError } from '../../support/expectError';
import { asOrdinaryUser } from './support/asOrdinaryUser';
import { tempFolder } from './support/tempFolder';
import { itWithDisk, tinyDisk } from './support/tinyDisk';

const root = tempFolder();

it('makes a private folder below the root, and removes it with all that is in it', async () => {
  const path = await withWorkFolder(root(), async (folder) => {
    expect(basename(folder)).toMatch(/^\.media-jobs-/);
    expect(folder).toBe(join(root(), basename(folder)));
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    mkdirSync(join(folder, 'a', 'b'), { recursive: true });
    writeFileSync(join(folder, 'a', 'b', 'c'), 'bytes');
    return folder;
  });
  expect(existsSync(path)).toBe(false);
  expect(readdirSync(root())).toEqual([]);
});

it('removes it when the work fails, and passes the error on', async () => {
  const error = new Error('the work failed');
  await expect(
    withWorkFolder(root(), async (folder) => {
      writeFileSync(join(folder, 'half'), 'bytes');
      throw error;
    }),
  ).rejects.toBe(error);
  expect(readdirSync(root())).toEqual([]);
});

it('makes a new one each time', async () => {
  const [one, two] = await Promise.all([makeWorkFolder(root()), makeWorkFolder(root())]);
  expect(one.path).not.toBe(two.path);
  expect(readdirSync(root()).every((name) => name.startsWith(WORK_FOLDER_PREFIX))).toBe(true);
  await one.remove();
  await one.remove();
  expect(readdirSync(root())).toEqual([basename(two.path)]);
  await two.remove();
});

it('is output_unwritable below a root that is missing or may not be written to', async () => {
  await expectError(
    withWorkFolder(join(root(), 'missing'), async () => undefined),
    'output_unwritable',
    'does not exist',
  );
  chmodSync(root(), 0o555);
  await expectError(
    asOrdinaryUser(() => withWorkFolder(root(), async () => undefined)),
    'output_unwritable',
    'permission is denied',
  );
});

itWithDisk('is output_unwritable on a disk that is read-only', async () => {
  const disk = tinyDisk(256);
  try {
    execFileSync('mount', ['-o', 'remount,ro', disk.path]);
    await expectError(
      withWorkFolder(disk.path, async () => undefined),
      'output_unwritable',
      'read-only',
    );
  } finally {
    disk.remove();
  }
});

it('does not turn a job that succeeded into one that failed when the folder cannot be removed, and warns', async () => {
  const warn = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
  try {
    const folder = await makeWorkFolder(root());
    mkdirSync(join(folder.path, 'locked'));
    writeFileSync(join(folder.path, 'locked', 'file'), '');
    for (const path of [join(folder.path, 'locked'), folder.path, root()]) chmodSync(path, 0o555);
    await asOrdinaryUser(() => folder.remove());
    expect(warn).toHaveBeenCalledTimes(1);
    expect(String(warn.mock.calls[0]?.[0])).toContain(folder.path);
    for (const path of [root(), folder.path, join(folder.path, 'locked')]) chmodSync(path, 0o755);
    await folder.remove();
    expect(readdirSync(root())).toEqual([]);
  } finally {
    warn.mockRestore();
  }
});

it('is removed when the process exits in the middle of the work', async () => {
  const before = process.listeners('exit');
  const folder = await makeWorkFolder(root());
  writeFileSync(join(folder.path, 'half'), 'bytes');
  const added = process.listeners('exit').filter((listener) => !before.includes(listener));
  expect(added).toHaveLength(1);
  added[0]?.call(process, 0);
  expect(readdirSync(root())).toEqual([]);
  await folder.remove();
  expect(process.listeners('exit')).toEqual(before);
});
