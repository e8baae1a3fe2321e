import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { install } from '../../../src/cli/doctor/install';
import type { InstallUse } from '../../../src/cli/doctor/install';
import { findPackageManager } from '../../../src/cli/doctor/packageManagers';
import { fakeProgram } from '../../support/fakeBinary';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'managers-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

test.each([
  ['apt-get', [['update'], ['install', '-y', 'ffmpeg']], true],
  ['apk', [['add', 'ffmpeg']], true],
  ['dnf', [['install', '-y', 'ffmpeg']], true],
  ['pacman', [['-S', '--noconfirm', 'ffmpeg']], true],
  ['zypper', [['--non-interactive', 'install', 'ffmpeg']], true],
  ['brew', [['install', 'ffmpeg']], false],
])('%s, with sudo where it needs an administrator', async (manager, commands, asRoot) => {
  const program = await fakeProgram(join(root, manager), 'exit 1');
  const sudo = await fakeProgram(join(root, 'sudo'), 'exit 1');
  expect(await findPackageManager({ PATH: root }, true)).toEqual({
    manager,
    commands: commands.map((words) => [program, ...words]),
  });
  expect(await findPackageManager({ PATH: root }, false)).toEqual({
    manager,
    commands: commands.map((words) => [...(asRoot ? [sudo] : []), program, ...words]),
  });
});

test('a file that is not executable, or no file, is none', async () => {
  await fakeProgram(join(root, 'apt-get'), 'exit 0', 0o644);
  expect(await findPackageManager({ PATH: root })).toBeNull();
  expect(await findPackageManager({})).toBeNull();
});

test.each([
  [true, true, undefined],
  [false, false, 'you said no'],
])('the user is asked once, with the commands in sight; the answer %s is obeyed', async (answer, done, why) => {
  await fakeProgram(join(root, 'brew'), 'exit 0');
  const said: string[] = [];
  const asked: string[] = [];
  const use: InstallUse = {
    env: { PATH: root },
    signal: new AbortController().signal,
    yes: false,
    output: 2,
    say: (text) => {
      said.push(text);
    },
    ask: (question) => {
      asked.push(question);
      return Promise.resolve(answer);
    },
  };
  const installed = await install(use, {
    ffmpegStatic: () => Promise.resolve(null),
    bundled: () => Promise.resolve(null),
    caches: [],
  });
  expect(asked).toEqual(['Run this now?']);
  expect(said.join('\n')).toContain(`${root}/brew install ffmpeg`);
  expect(installed).toMatchObject({ done, by: 'brew' });
  expect(installed.why?.split('; ')[1]).toBe(why);
});
