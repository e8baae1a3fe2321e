import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Binary } from '../../../src/pipeline/ffmpeg/find';
import { runFfmpeg } from '../../../src/pipeline/ffmpeg/run';
import type { Tie } from '../../../src/pipeline/ffmpeg/tiedToParent';
import { fakeProgram } from '../../support/fakeBinary';
import { expectError } from '../../support/expectError';
import { eventually, processesNaming } from '../../support/processes';
import { FFMPEG } from '../../support/programs';
import { useSandbox } from '../../support/sandbox';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'run-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const binary = (path: string): Binary => ({ path, version: '', major: null, origin: 'set', reason: '' });
const real = binary(FFMPEG);
const never = new AbortController().signal;
/** Answers as ffmpeg does when it is asked who it is, so that it is put into a sandbox where there is one. */
const fake = async (script: string) =>
  binary(
    await fakeProgram(
      join(folder, 'ffmpeg'),
      `[ "$1" != -version ] || { echo "ffmpeg version 7.1"; exit; }\n${script}`,
    ),
  );
/** By default it may write to the test's folder. */
const run = (ffmpeg: Binary, argv = [`file:${folder}/out`], signal = never, tie?: Tie) =>
  runFfmpeg(ffmpeg, argv, { signal, ...(tie && { tie }) });
const ties: Tie[] =
  process.platform === 'linux' ? ['setpriv', 'sh', 'none'] : process.platform === 'win32' ? ['none'] : ['sh', 'none'];

describe.each(['auto', 'off'])('the real ffmpeg (sandbox: %s)', (setting) => {
  useSandbox(setting);
  test.each(ties)('writes, tells how far it has come, and what it did (tie: %s)', async (tie) => {
    const seconds: number[] = [];
    const log = await runFfmpeg(
      real,
      ['-f', 'lavfi', '-i', 'sine=duration=20', '-c:a', 'flac', '-f', 'flac', join(folder, 'a.flac')],
      { signal: never, tie, onSeconds: (at) => seconds.push(at) },
    );
    expect(seconds.at(-1)).toBeCloseTo(20, 0);
    expect([...seconds].sort((a, b) => a - b)).toEqual(seconds);
    expect(log.streams).toEqual([
      { index: 0, type: 'audio', packets: expect.any(Number), frames: expect.any(Number), copied: false },
    ]);
    expect([log.complaints.size, log.diskFull, log.lastError]).toEqual([0, false, null]);
  });
  test('fails in its own words, without our folders', () =>
    expectError(
      run(real, ['-i', `file:${folder}/nowhere.mp4`, '-f', 'null', '-']),
      'encode_failed',
      /The conversion failed: .*No such file or directory/,
    ).then(({ message }) => expect(message).not.toContain(folder)));
  test('that does not exist', () =>
    expectError(run(binary(join(folder, 'nowhere'))), 'encode_failed', /No such file|ENOENT|not found/));
});

describe.each(['auto', 'off'])('how it ends (sandbox: %s)', (setting) => {
  useSandbox(setting);
  test.each(ties)('by a signal from outside (tie: %s)', async (tie) => {
    for (const signal of ['KILL', 'TERM']) {
      await expectError(
        run(await fake(`kill -${signal} $$`), undefined, never, tie),
        'encode_killed',
        `(SIG${signal})`,
      );
    }
    await expectError(
      run(await fake('kill -SEGV $$'), undefined, never, tie),
      'encode_failed',
      'ffmpeg crashed (SIGSEGV)',
    );
  });
  test('well-behaved after SIGTERM from outside', async () =>
    expectError(
      run(await fake('echo "[info] Exiting normally, received signal 15." >&2; exit 255')),
      'encode_killed',
      'SIGTERM',
    ));
  test.each(ties)('with a code that is an error of its own and no signal (tie: %s)', async (tie) =>
    expectError(
      run(await fake('echo "[error] Invalid data" >&2; exit 183'), undefined, never, tie),
      'encode_failed',
      'Invalid data',
    ),
  );
  test('with 0 after a disk was full', async () =>
    expectError(
      run(await fake('echo "[error] Error writing trailer of x: No space left on device" >&2')),
      'disk_full',
    ));
  test('because a decoder refused everything', async () => {
    const script =
      'echo "[info] Input #0, mov" >&2; echo "[error] Error while decoding stream #0:0: Invalid data found" >&2; exit 1';
    await expectError(
      run(await fake(script), ['-i', 'file:/a/clip.mp4']),
      'input_damaged',
      'The input clip.mp4 is damaged',
    );
  });
  test('with 69 its result is left to be judged', async () =>
    expect((await run(await fake('exit 69'))).complaints.size).toBe(0));
});

describe.each(['auto', 'off'])('cancelling (sandbox: %s)', (setting) => {
  useSandbox(setting);
  test.each(ties)('takes the whole process group along, also one that does not listen (tie: %s)', async (tie) => {
    const controller = new AbortController();
    const ffmpeg = await fake(`trap '' TERM; touch ${folder}/up; sleep 1000 & wait; wait`);
    const ended = expectError(run(ffmpeg, undefined, controller.signal, tie), 'cancelled');
    await eventually(async () =>
      readFile(join(folder, 'up')).then(
        () => true,
        () => false,
      ),
    );
    const at = Date.now();
    controller.abort();
    await ended;
    expect(Date.now() - at).toBeLessThan(5000);
    expect(await processesNaming(folder)).toEqual([]);
  });
  test('before it begins starts nothing', async () => {
    await expectError(run(await fake(`touch ${folder}/up`), undefined, AbortSignal.abort()), 'cancelled');
    await expect(readFile(join(folder, 'up'))).rejects.toThrow('ENOENT');
  });
});

test("it sees little of this process's environment", async () => {
  process.env['N8N_ENCRYPTION_KEY'] = 'secret';
  process.env['FFREPORT'] = `file=${folder}/report.log`;
  try {
    await runFfmpeg(await fake(`env > ${folder}/env`), [`file:${folder}/out`], {
      signal: never,
      env: { http_proxy: 'http://x:y@127.0.0.1:1' },
    });
  } finally {
    delete process.env['N8N_ENCRYPTION_KEY'];
    delete process.env['FFREPORT'];
  }
  const names = (await readFile(join(folder, 'env'), 'utf8')).split('\n').map((line) => line.replace(/=.*/, ''));
  expect(names).toEqual(expect.arrayContaining(['PATH', 'http_proxy']));
  expect(names).not.toEqual(expect.arrayContaining(['N8N_ENCRYPTION_KEY']));
  expect(names).not.toEqual(expect.arrayContaining(['FFREPORT']));
});

test('a line of any length, and any number of them, is read without trouble', async () => {
  const log = await run(
    await fake(
      'head -c 3000000 /dev/zero | tr "\\0" x >&2; echo >&2; i=0; while [ $i -lt 2000 ]; do echo "[error] again" >&2; i=$((i+1)); done',
    ),
  );
  expect(log.lastError).toBe('again');
  expect(log.tail).toHaveLength(60);
});
