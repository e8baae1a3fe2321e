import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tieHere } from '../../src/pipeline/ffmpeg/tiedToParent';
import type { Tie } from '../../src/pipeline/ffmpeg/tiedToParent';
import { fakeProgram } from '../support/fakeBinary';
import { eventually, processesNaming } from '../support/processes';
import { FFMPEG } from '../support/programs';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parent-gone-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A Node process that converts for an hour, by the built code. @param use what it does as soon as it has started ffmpeg, and its PATH */
function longJob(
  tie: Tie | undefined,
  { atStart = '', path = process.env['PATH'] }: { atStart?: string; path?: string | undefined } = {},
) {
  const argv = [
    '-re',
    '-f',
    'lavfi',
    '-i',
    'testsrc2=size=64x64:rate=5',
    '-t',
    '3600',
    '-f',
    'matroska',
    join(folder, 'out.mkv'),
  ];
  const script = `
    const { runFfmpeg } = require(${JSON.stringify(join(__dirname, '../../dist/src/pipeline/ffmpeg/run.js'))});
    const { jobScope } = require(${JSON.stringify(join(__dirname, '../../dist/src/pipeline/job/jobScope.js'))});
    jobScope.run({ nice: 10, started: () => { ${atStart} } }, () => runFfmpeg({ path: ${JSON.stringify(FFMPEG)} }, ${JSON.stringify(argv)}, { signal: new AbortController().signal, onSeconds: () => undefined, tie: ${JSON.stringify(tie)} }));
  `;
  return spawn(process.execPath, ['-e', script], {
    env: { ...process.env, PATH: path },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
}

const ways: (Tie | undefined)[] =
  process.platform === 'win32' ? [] : process.platform === 'linux' ? [undefined, 'sh'] : ['sh'];

test.each(ways)('ffmpeg ends when the process that started it is killed and can do nothing (tie: %s)', async (tie) => {
  const parent = longJob(tie);
  const gone = new Promise((resolve) => parent.once('exit', resolve));
  // It is writing.
  await eventually(async () => (await readdir(folder)).includes('out.mkv'));
  expect((await processesNaming(folder)).length).toBeGreaterThan(1);
  parent.kill('SIGKILL');
  await gone;
  await eventually(async () => (await processesNaming(folder)).length === 0);
});

test.each(ways)('ffmpeg ends, too, when that process is killed just as it starts it (tie: %s)', async (tie) => {
  // The machine is so busy that what ties the child to its parent comes late.
  await fakeProgram(join(folder, 'bin/setpriv'), 'sleep 0.3\nPATH=${PATH#*:}\nexec setpriv "$@"');
  const parent = longJob(tie, {
    atStart: "process.kill(process.pid, 'SIGKILL')",
    path: `${join(folder, 'bin')}:${process.env['PATH'] ?? ''}`,
  });
  const signal = await new Promise((resolve) => parent.once('exit', (_, by) => resolve(by)));
  expect(signal).toBe('SIGKILL');
  await eventually(async () => (await processesNaming(folder)).length === 0);
});

test('the tie of this machine is one that works', async () => {
  const tie = await tieHere();
  expect(process.platform === 'win32' ? ['none'] : ['setpriv', 'sh']).toContain(tie);
});
