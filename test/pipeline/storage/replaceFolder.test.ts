import { mkdirSync, readdirSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { endSwap, putFolder, swapFolder } from '../../../src/pipeline/storage/replaceFolder';
import { expectError } from '../../support/expectError';
import { produced } from './support/produced';
import { tempFolder } from './support/tempFolder';
import { textsIn } from './support/tree';

const folder = tempFolder();
const OLD = { 'master.m3u8': 'old' };
const NEW = { 'master.m3u8': 'new' };
const fresh = (): string => join(folder(), 'fresh');
const target = (): string => join(folder(), 'hls');
beforeEach(() => {
  produced(fresh(), NEW);
});

/** Renames until the one of this number, which fails as on a disk with errors; so do the ones after it if `on`. */
function failingAt(number: number, on = false): { move: typeof rename } {
  let count = 0;
  return {
    move: async (from, to) => {
      count += 1;
      if (count === number || (on && count > number)) throw Object.assign(new Error('EIO'), { code: 'EIO' });
      await rename(from, to);
    },
  };
}

describe('putFolder', () => {
  it("takes an empty folder's place and no other", async () => {
    mkdirSync(target());
    await putFolder(fresh(), target());
    expect(textsIn(target())).toEqual(NEW);
    produced(fresh(), OLD);
    await expect(putFolder(fresh(), target())).rejects.toMatchObject({ code: 'ENOTEMPTY' });
    expect(textsIn(target())).toEqual(NEW);
  });
});

describe('swapFolder', () => {
  it('replaces the old folder and removes it', async () => {
    produced(target(), OLD);
    await swapFolder(fresh(), target());
    expect(textsIn(target())).toEqual(NEW);
    expect(readdirSync(folder())).toEqual(['hls']);
  });

  it('does with no folder there', async () => {
    await swapFolder(fresh(), target());
    expect(readdirSync(folder())).toEqual(['hls']);
  });

  it.each([1, 2])('has the old folder in its place when rename number %d fails', async (number) => {
    produced(target(), OLD);
    await expect(swapFolder(fresh(), target(), failingAt(number).move)).rejects.toMatchObject({ code: 'EIO' });
    expect(textsIn(target())).toEqual(OLD);
    expect(readdirSync(folder())).toEqual(['fresh', 'hls']);
  });

  it('says where the old folder lies when it cannot come back', async () => {
    produced(target(), OLD);
    const error = await expectError(swapFolder(fresh(), target(), failingAt(2, true).move), 'output_unwritable');
    const [, kept] = readdirSync(folder());
    expect(error.message).toContain(join(folder(), String(kept)));
    expect(textsIn(join(folder(), String(kept)))).toEqual(OLD);
  });
});

describe('endSwap, after a process was killed in between', () => {
  const old = () => join(folder(), 'hls.old-1');

  it('brings the old folder back where the new one is not', async () => {
    produced(old(), OLD);
    await endSwap(old(), target());
    expect(textsIn(target())).toEqual(OLD);
    expect(readdirSync(folder())).toEqual(['fresh', 'hls']);
  });

  it('removes the old folder where the new one is', async () => {
    produced(old(), OLD);
    produced(target(), NEW);
    await endSwap(old(), target());
    expect(textsIn(target())).toEqual(NEW);
    expect(readdirSync(folder())).toEqual(['fresh', 'hls']);
  });
});
