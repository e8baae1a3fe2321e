import { chmod, chown, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { installedPackages, makeRunnable, runnableCopy } from '../../../src/pipeline/ffmpeg/bundled';
import { fakeProgram } from '../../support/fakeBinary';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'bundled-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const mode = async (path: string): Promise<number> => (await stat(path)).mode & 0o777;

test('the installed packages hold an ffmpeg and an ffprobe, which run after makeRunnable', async () => {
  for (const tool of ['ffmpeg', 'ffprobe'] as const) {
    const path = await installedPackages.bundled(tool);
    if (path === null) throw new Error(`${tool} is not installed`);
    const { stdout } = await execa(await makeRunnable(path, []), ['-version']);
    expect(stdout).toMatch(new RegExp(`^${tool} version `));
  }
});

test('a file that may be run is left alone; one without the bit gets it', async () => {
  const runs = await fakeProgram(join(root, 'runs'), 'exit 0', 0o700);
  expect(await makeRunnable(runs, [root])).toBe(runs);
  expect(await mode(runs)).toBe(0o700);
  const plain = await fakeProgram(join(root, 'plain'), 'exit 0', 0o644);
  expect(await makeRunnable(plain, [root])).toBe(plain);
  expect(await mode(plain)).toBe(0o755);
});

test('where the bit cannot be set, a private copy is used', async () => {
  // A file whose mode not even root can change stands for a read-only file system.
  const copy = await makeRunnable('/proc/version', [join(root, 'cache')]);
  expect(copy.startsWith(join(root, 'cache'))).toBe(true);
  expect(await mode(copy)).toBe(0o700);
});

test('copies made at the same time are one whole file in a folder of one user; it is made once and again for a changed original', async () => {
  const original = await fakeProgram(join(root, 'tool'), 'echo one', 0o644);
  const copies = await Promise.all(Array.from({ length: 4 }, () => runnableCopy(original, [join(root, 'cache')])));
  const copy = copies[0] ?? '';
  expect(new Set(copies)).toEqual(new Set([copy]));
  expect(await readFile(copy, 'utf8')).toBe(await readFile(original, 'utf8'));
  expect(await mode(dirname(copy))).toBe(0o700);
  expect(await readdir(dirname(copy))).toHaveLength(1);
  const { mtimeMs } = await stat(copy);
  expect(await runnableCopy(original, [join(root, 'cache')])).toBe(copy);
  expect((await stat(copy)).mtimeMs).toBe(mtimeMs);
  await writeFile(original, 'changed and longer than it was');
  expect(await readFile((await runnableCopy(original, [join(root, 'cache')])) ?? '', 'utf8')).toContain('changed');
});

test('a folder that others may write to, a link, or one of another user is passed over for the next', async () => {
  const original = await fakeProgram(join(root, 'tool'), 'exit 0', 0o644);
  const name = `media-jobs-${process.getuid?.() ?? 'user'}`;
  const traps = [join(root, 'open'), join(root, 'link'), join(root, 'foreign')];
  await mkdir(join(root, 'open', name), { recursive: true });
  await chmod(join(root, 'open', name), 0o777);
  await mkdir(join(root, 'link'));
  await mkdir(join(root, 'target'), { mode: 0o700 });
  await symlink(join(root, 'target'), join(root, 'link', name));
  if (process.getuid?.() === 0) {
    await mkdir(join(root, 'foreign', name), { recursive: true, mode: 0o700 });
    await chown(join(root, 'foreign', name), 12_345, 12_345);
  } else traps.pop();
  expect(await runnableCopy(original, traps)).toBeNull();
  expect(await readdir(join(root, 'target'))).toEqual([]);
  expect(await runnableCopy(original, [...traps, join(root, 'good')])).toContain(join(root, 'good', name));
});
