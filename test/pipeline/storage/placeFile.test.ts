import { link, rename, stat } from 'node:fs/promises';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { placeFile } from '../../../src/pipeline/storage/placeFile';
import { expectError } from '../../support/expectError';
import { tempFolder } from './support/tempFolder';
import { itWithDisk, tinyDisk } from './support/tinyDisk';

const folder = tempFolder();
const { signal } = new AbortController();
const fail = (code: string) => async (): Promise<never> => {
  throw Object.assign(new Error(code), { code });
};
/** What a file system without links answers. */
const NO_LINKS = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'];

function from(text = 'new'): string {
  writeFileSync(join(folder(), 'from'), text);
  return join(folder(), 'from');
}
const to = (): string => join(folder(), 'to');

it('puts a file where nothing is', async () => {
  await placeFile(from(), to(), { overwrite: false, signal });
  expect(readFileSync(to(), 'utf8')).toBe('new');
});

it('never takes the place of another file unasked, whoever put it there and when', async () => {
  writeFileSync(to(), 'other');
  await expect(placeFile(from(), to(), { overwrite: false, signal })).rejects.toMatchObject({ code: 'EEXIST' });
  expect(readFileSync(to(), 'utf8')).toBe('other');
});

it('takes it when asked', async () => {
  writeFileSync(to(), 'other');
  await placeFile(from(), to(), { overwrite: true, signal });
  expect(readFileSync(to(), 'utf8')).toBe('new');
});

describe.each(NO_LINKS)('where a link answers %s', (code) => {
  const system = { link: fail(code), rename };

  it('puts a file where nothing is', async () => {
    await placeFile(from(), to(), { overwrite: false, signal, system });
    expect(readFileSync(to(), 'utf8')).toBe('new');
  });

  it('never takes the place of another file unasked', async () => {
    writeFileSync(to(), 'other');
    await expect(placeFile(from(), to(), { overwrite: false, signal, system })).rejects.toMatchObject({
      code: 'EEXIST',
    });
    expect(readFileSync(to(), 'utf8')).toBe('other');
  });

  it('leaves no empty file when the rename fails', async () => {
    await expect(
      placeFile(from(), to(), { overwrite: false, signal, system: { ...system, rename: fail('EIO') } }),
    ).rejects.toMatchObject({ code: 'EIO' });
    expect(readdirSync(folder())).toEqual(['from']);
  });
});

describe('from another disk', () => {
  /** Links and renames only within one folder, as if each were a disk. */
  const only =
    (call: typeof link) =>
    async (a: string, b: string): Promise<void> =>
      a === join(folder(), 'from') ? fail('EXDEV')() : call(a, b);
  const system = {
    get link() {
      return only(link);
    },
    get rename() {
      return only(rename);
    },
  };

  it.each([true, false])('copies beside the target first (overwrite: %s)', async (overwrite) => {
    if (overwrite) writeFileSync(to(), 'other');
    await placeFile(from(), to(), { overwrite, signal, system });
    expect(readFileSync(to(), 'utf8')).toBe('new');
    expect(readdirSync(folder())).toEqual(['from', 'to']);
  });

  it('leaves nothing when it is cancelled, or the place is taken', async () => {
    await expect(
      placeFile(from(), to(), { overwrite: false, signal: AbortSignal.abort(), system }),
    ).rejects.toMatchObject({ name: 'AbortError' });
    expect(readdirSync(folder())).toEqual(['from']);
    writeFileSync(to(), 'other');
    await expect(placeFile(from(), to(), { overwrite: false, signal, system })).rejects.toMatchObject({
      code: 'EEXIST',
    });
    expect(readdirSync(folder())).toEqual(['from', 'to']);
    expect(readFileSync(to(), 'utf8')).toBe('other');
  });

  itWithDisk('works between two real disks, and leaves nothing on one that is full', async () => {
    const disk = tinyDisk(512);
    try {
      const target = join(disk.path, 'to');
      await placeFile(from('x'.repeat(100_000)), target, { overwrite: false, signal });
      expect((await stat(target)).size).toBe(100_000);
      await expect(placeFile(from('y'.repeat(1_000_000)), target, { overwrite: true, signal })).rejects.toMatchObject({
        code: 'ENOSPC',
      });
      expect(readdirSync(disk.path)).toEqual(['to']);
      expect(readFileSync(target, 'utf8')).toBe('x'.repeat(100_000));
    } finally {
      disk.remove();
    }
  });
});

it('says so when the finished file is gone', async () => {
  await expectError(placeFile(join(folder(), 'gone'), to(), { overwrite: false, signal }), 'internal_error');
});
