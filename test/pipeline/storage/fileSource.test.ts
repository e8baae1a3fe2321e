import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, relative } from 'node:path';
import type { ErrorKind } from '../../../src/pipeline/errors/table';
import { fileSource } from '../../../src/pipeline/storage/sources';
import { expectError } from '../../support/expectError';
import { asOrdinaryUser } from './support/asOrdinaryUser';
import { tempFolder } from './support/tempFolder';
import { opening } from './support/use';

const folder = tempFolder();

it('answers the absolute path of the file itself, and copies nothing', async () => {
  const path = join(folder(), 'Überraschung 100%.mov');
  writeFileSync(path, 'bytes');
  const work = join(folder(), 'work');
  mkdirSync(work);
  const given = relative(process.cwd(), path);
  const source = fileSource(given);
  expect(source).toMatchObject({ shown: given, name: 'Überraschung 100%.mov' });
  const use = opening();
  expect(await source.open(work, use)).toBe(path);
  expect(use.percents).toEqual([100]);
  expect(readdirSync(work)).toEqual([]);
});

it('follows a symbolic link', async () => {
  writeFileSync(join(folder(), 'real.mov'), 'bytes');
  symlinkSync('real.mov', join(folder(), 'link.mov'));
  expect(await fileSource(join(folder(), 'link.mov')).open(folder(), opening())).toBe(join(folder(), 'link.mov'));
});

it.each<[ErrorKind, string, (path: string) => unknown]>([
  ['input_not_found', 'no file there', () => undefined],
  [
    'input_not_found',
    'a broken link',
    (path) => {
      symlinkSync('nowhere', path);
    },
  ],
  [
    'input_empty',
    'an empty file',
    (path) => {
      writeFileSync(path, '');
    },
  ],
  [
    'input_unsupported',
    'a folder',
    (path) => {
      mkdirSync(path);
    },
  ],
  ['input_unsupported', 'a named pipe', (path) => execFileSync('mkfifo', [path])],
  [
    'invalid_input',
    'a circle of links',
    (path) => {
      symlinkSync(path, path);
    },
  ],
])('is %s for %s', async (kind, _case, make) => {
  const path = join(folder(), 'input');
  make(path);
  await expectError(fileSource(path).open(folder(), opening()), kind, path);
});

it('is input_unsupported for a device and for a socket', async () => {
  await expectError(fileSource('/dev/zero').open(folder(), opening()), 'input_unsupported', 'a device');
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(join(folder(), 'socket'), resolve));
  await expectError(fileSource(join(folder(), 'socket')).open(folder(), opening()), 'input_unsupported', 'a socket');
  await new Promise((resolve) => server.close(resolve));
});

it('is input_not_found below what is no folder, and invalid_input for a name that cannot be', async () => {
  writeFileSync(join(folder(), 'file'), 'bytes');
  await expectError(fileSource(join(folder(), 'file', 'x.mp4')).open(folder(), opening()), 'input_not_found');
  await expectError(fileSource(join(folder(), 'a\0b.mp4')).open(folder(), opening()), 'invalid_input');
  await expectError(fileSource(join(folder(), 'x'.repeat(300))).open(folder(), opening()), 'invalid_input', 'too long');
});

it('is invalid_input for a file that may not be read', async () => {
  const path = join(folder(), 'secret.mov');
  writeFileSync(path, 'bytes');
  chmodSync(path, 0o000);
  chmodSync(folder(), 0o755);
  const opened = asOrdinaryUser(() => fileSource(path).open(folder(), opening()));
  await expectError(opened, 'invalid_input', 'permission is denied');
});

it('is cancelled when the job is already', async () => {
  const use = opening();
  use.abort();
  await expectError(fileSource('/dev/zero').open(folder(), use), 'cancelled');
});
