import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isMade, madeOnce } from '../../../scripts/n8n/madeOnce.mts';

const RECIPE = { flour: 1 };

let root: string;
let folder: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'made-once-'));
  folder = join(root, 'deep/cake');
});
afterEach(() => rm(root, { recursive: true, force: true }));

const write = (content: string) => (aside: string) => writeFile(join(aside, 'content'), content);
const content = () => readFile(join(folder, 'content'), 'utf8');
const beside = () => readdir(join(root, 'deep'));

test('a folder is made at first use and kept', async () => {
  expect(await isMade(folder, RECIPE)).toBe(false);
  expect(await madeOnce(folder, RECIPE, write('first'))).toBe(folder);
  await madeOnce(folder, RECIPE, write('second'));
  expect(await content()).toBe('first');
  expect(await isMade(folder, RECIPE)).toBe(true);
});

test('it is made anew when it is to be made of something else', async () => {
  await madeOnce(folder, RECIPE, write('first'));
  await madeOnce(folder, { flour: 2 }, write('second'));
  expect(await content()).toBe('second');
});

test('half a folder is thrown away', async () => {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'half'), '');
  await madeOnce(folder, RECIPE, write('whole'));
  expect(existsSync(join(folder, 'half'))).toBe(false);
  expect(await content()).toBe('whole');
});

test('a failure leaves nothing, and the next one may try again', async () => {
  await expect(
    madeOnce(folder, RECIPE, async () => {
      throw new Error('burnt');
    }),
  ).rejects.toThrow('burnt');
  expect(await beside()).toEqual([]);
  await madeOnce(folder, RECIPE, write('whole'));
  expect(await content()).toBe('whole');
});

test('what a run has left that was killed is removed, what a running one makes is not', async () => {
  // No process has the first id: Linux and macOS count to less than that.
  const [dead, alive] = [`cake.making-${2 ** 31 - 1}-a`, `cake.making-${process.pid}-a`];
  for (const name of [dead, alive]) await mkdir(join(root, 'deep', name), { recursive: true });
  await madeOnce(folder, RECIPE, write('whole'));
  expect((await beside()).sort()).toEqual(['cake', alive]);
});

test('two at once: the first to end wins, and neither fails', async () => {
  await madeOnce(folder, RECIPE, async (aside) => {
    await write('slow')(aside);
    await madeOnce(folder, RECIPE, write('fast'));
  });
  expect(await content()).toBe('fast');
  expect(await beside()).toEqual(['cake']);
});
