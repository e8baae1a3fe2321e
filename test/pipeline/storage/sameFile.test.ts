import { linkSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isSameFile } from '../../../src/pipeline/storage/sameFile';
import { tempFolder } from './support/tempFolder';

const folder = tempFolder();
const at = (name: string): string => join(folder(), name);

it('knows a file by its other names', async () => {
  writeFileSync(at('a'), 'same');
  writeFileSync(at('b'), 'same');
  symlinkSync('a', at('link'));
  linkSync(at('a'), at('hard'));
  expect(await isSameFile(at('a'), `${folder()}/./a`)).toBe(true);
  expect(await isSameFile(at('a'), at('link'))).toBe(true);
  expect(await isSameFile(at('hard'), at('link'))).toBe(true);
  expect(await isSameFile(at('a'), at('b'))).toBe(false);
  expect(await isSameFile(at('a'), at('nothing'))).toBe(false);
  expect(await isSameFile(at('nothing'), at('nothing'))).toBe(false);
});
