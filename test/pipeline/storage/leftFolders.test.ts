import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeLeftFolders } from '../../../src/pipeline/storage/leftFolders';
import { ownMark } from '../../../src/pipeline/storage/processMark';
import { withWorkFolder, WORK_FOLDER_PREFIX } from '../../../src/pipeline/storage/workFolder';
import { identify, ownIdentity } from '../../../src/pipeline/base/processIdentity';
import type { ProcessIdentity } from '../../../src/pipeline/base/processIdentity';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'left-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const sweep = (here?: ProcessIdentity) => removeLeftFolders(root, WORK_FOLDER_PREFIX, here);

/** A work folder with something in it, as a process of this identity would have made it. */
function folderOf(identity: ProcessIdentity, suffix = 'aB3dE6'): string {
  const name = `${WORK_FOLDER_PREFIX}${ownMark(identity)}${suffix}`;
  mkdirSync(join(root, name, 'deep'), { recursive: true, mode: 0o700 });
  writeFileSync(join(root, name, 'deep', 'part.mp4'), 'x');
  return name;
}

/** A process that was killed, as it was while it lived. */
async function killed(): Promise<ProcessIdentity> {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1e6)'], { stdio: 'ignore' });
  const identity = identify(child.pid ?? 0);
  child.kill('SIGKILL');
  await once(child, 'exit');
  if (identity === null) throw new Error('It was gone at once');
  return identity;
}

it('removes what a killed process has left', async () => {
  const name = folderOf(await killed());
  expect(await sweep()).toEqual({ removed: [name], kept: [] });
  expect(readdirSync(root)).toEqual([]);
});

it('brings back what stepped aside for a result that never came, and removes it where one did', async () => {
  const mark = ownMark(await killed());
  for (const [name, text] of [
    [`lost.old-${mark}aB3dE6`, 'old'],
    [`made.old-${mark}aB3dE6`, 'old'],
    ['made', 'new'],
    [`waits.old-${ownMark()}aB3dE6`, 'old'],
    [`.old-${mark}aB3dE6`, 'old'],
    [`mine.old-${mark}`, 'old'],
  ] as const) {
    mkdirSync(join(root, name));
    writeFileSync(join(root, name, 'master.m3u8'), text);
  }
  expect((await sweep()).removed.sort()).toEqual([`lost.old-${mark}aB3dE6`, `made.old-${mark}aB3dE6`]);
  expect(readFileSync(join(root, 'lost', 'master.m3u8'), 'utf8')).toBe('old');
  expect(readFileSync(join(root, 'made', 'master.m3u8'), 'utf8')).toBe('new');
  const stay = ['lost', 'made', `mine.old-${mark}`, `.old-${mark}aB3dE6`, `waits.old-${ownMark()}aB3dE6`];
  expect(readdirSync(root).sort()).toEqual(stay.sort());
});

it('keeps what a living process owns, and takes a later one of the same number for another', async () => {
  const own = folderOf(ownIdentity());
  const before = folderOf({ ...ownIdentity(), started: ownIdentity().started.replace(/\d+$/, '1') });
  expect(await sweep()).toEqual({ removed: [before], kept: [] });
  expect(readdirSync(root)).toEqual([own]);
});

it('keeps what a process of another container may own', async () => {
  const name = folderOf({ ...(await killed()), namespace: 'pid:[1]' });
  expect(await sweep()).toEqual({ removed: [], kept: [name] });
});

it('of another start of the machine removes what lies on a disk that no other machine can have', async () => {
  const name = folderOf({ ...ownIdentity(), started: `${'0'.repeat(8)}-0000-4000-8000-000000000000:5` });
  expect(await sweep()).toEqual({ removed: [name], kept: [] });
  // The kernel's own file system is none of those: there it could be another machine's.
  expect(await removeLeftFolders('/proc/self', WORK_FOLDER_PREFIX)).toEqual({ removed: [], kept: [] });
});

it('keeps all that it has not made', async () => {
  const gone = ownMark(await killed());
  const dead = (suffix: string) => `${WORK_FOLDER_PREFIX}${gone}${suffix}`;
  for (const name of [
    '.media-jobs-notes',
    '.media-jobs-',
    '.media-jobs-job_x.3-aB3dE6',
    dead('aB3dE'),
    dead('aB3dE6.bak'),
  ])
    mkdirSync(join(root, name), { mode: 0o700 });
  // Made by hand: others may enter it.
  mkdirSync(join(root, dead('openQQ')), { mode: 0o755 });
  writeFileSync(join(root, dead('fileQQ')), 'a file');
  mkdirSync(join(root, 'elsewhere'), { mode: 0o700 });
  symlinkSync(join(root, 'elsewhere'), join(root, dead('linkQQ')));
  const before = readdirSync(root);
  expect(await sweep()).toEqual({ removed: [], kept: [] });
  expect(readdirSync(root)).toEqual(before);
});

it('does nothing where processes cannot be told apart, or the folder is not there', async () => {
  folderOf(await killed());
  expect(await removeLeftFolders(root, WORK_FOLDER_PREFIX, null)).toEqual({ removed: [], kept: [] });
  expect(await removeLeftFolders(join(root, 'missing'), WORK_FOLDER_PREFIX)).toEqual({ removed: [], kept: [] });
  expect(ownMark({ pid: 1, started: '', namespace: '' })).toBe('');
});

it('is done by the next run at the same place', async () => {
  folderOf(await killed());
  await withWorkFolder(root, (folder) => {
    expect(readdirSync(root).map((name) => join(root, name))).toEqual([folder]);
    return Promise.resolve();
  });
  expect(readdirSync(root)).toEqual([]);
});
