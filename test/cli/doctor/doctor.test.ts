import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { combinations } from '../../../src/cli/doctor/checks';
import { readCapabilities } from '../../../src/pipeline/ffmpeg/capabilities';
import { encoderFor } from '../../../src/pipeline/ffmpeg/encoders';
import { serve } from '../../pipeline/storage/support/server';
import { cli } from '../../support/cli';
import type { CliRun } from '../../support/cli';
import { fakeProgram } from '../../support/fakeBinary';
import { testBinaries } from '../../support/job';
import { BUNDLED_FFMPEG, BUNDLED_FFPROBE, FFMPEG } from '../../support/programs';
import { SANDBOX_WORKS } from '../../support/sandbox';
import type { Diagnosis } from '../../../src/cli/doctor/diagnosis';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'doctor-'));
  for (const name of ['bin', 'tmp', 'work']) await mkdir(join(root, name));
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function doctor(
  words: string[] = [],
  env: Record<string, string | undefined> = {},
): Promise<CliRun & { diagnosis: Diagnosis }> {
  const ended = await cli(['doctor', ...words], {
    cwd: join(root, 'work'),
    env: { TMPDIR: join(root, 'tmp'), ...env },
  });
  expect(await readdir(join(root, 'tmp'))).toEqual([]);
  expect(await readdir(join(root, 'work'))).toEqual([]);
  expect(ended.lines).toHaveLength(1);
  return { ...ended, diagnosis: JSON.parse(ended.lines[0] ?? '') as Diagnosis };
}

describe('what works', () => {
  test('every kind, format and codec is tried, and works where ffmpeg has the encoder', async () => {
    const { code, diagnosis } = await doctor();
    expect(diagnosis.checks.map(({ kind, format, codec }) => [kind, format, codec])).toEqual(
      combinations().map(({ kind, format, codec }) => [kind, format, codec]),
    );
    const { ffmpeg } = await testBinaries();
    expect(diagnosis.ffmpeg).toMatchObject({ path: ffmpeg.path, version: ffmpeg.version });
    const capabilities = await readCapabilities(ffmpeg);
    for (const { kind, codec, works, why } of diagnosis.checks) {
      const missing =
        kind === 'video' &&
        codec === 'av1' &&
        !['libsvtav1', 'libaom-av1'].some((name) => capabilities.names.has(name));
      expect({ codec, works, why }).toEqual(
        missing
          ? { codec, works: false, why: expect.stringContaining('cannot write av1') as string }
          : { codec, works: true },
      );
    }
    expect(diagnosis.ok).toBe(true);
    expect([diagnosis.sandbox.setting, diagnosis.sandbox.by !== null]).toEqual(['auto', SANDBOX_WORKS]);
    expect(code).toBe(0);
    expect(encoderFor('h264', capabilities)).toBe('libx264');
  });

  test('a sandbox is there or not, and nothing else', async () => {
    const { code, lines } = await cli(['doctor'], { cwd: root, env: { MEDIA_JOBS_SANDBOX: 'yes' } });
    expect([code, JSON.parse(lines.at(-1) ?? '')]).toEqual([
      2,
      { kind: 'request_invalid', message: expect.stringContaining('MEDIA_JOBS_SANDBOX') as string },
    ]);
  });

  test('there is a default for every kind, and png, which a picture with transparency becomes', () => {
    expect(
      combinations()
        .filter((combination) => combination.default)
        .map(({ kind, format, codec }) => `${kind} ${format} ${codec}`),
    ).toEqual([
      'video mp4 h264',
      'audio mp3 mp3',
      'image jpeg jpeg',
      'image png png',
      'animation gif gif',
      'adaptive_video hls h264',
      'thumbnails jpeg jpeg',
    ]);
  });

  test('a default that does not work makes the exit code 1', async () => {
    const lacking = await fakeProgram(
      join(root, 'bin', 'ffmpeg'),
      `if [ "$2" = -encoders ]; then "${FFMPEG}" "$@" | grep -v libx264; else exec "${FFMPEG}" "$@"; fi`,
    );
    const { code, diagnosis } = await doctor([], { FFMPEG_PATH: lacking, MEDIA_JOBS_SANDBOX: 'off' });
    expect([code, diagnosis.ok]).toEqual([1, false]);
    expect(diagnosis.sandbox).toEqual({ setting: 'off', by: null, why: 'MEDIA_JOBS_SANDBOX=off' });
    const broken = diagnosis.checks.filter(({ works, codec }) => !works && codec !== 'av1');
    expect(broken.map(({ kind, format }) => [kind, format])).toEqual([
      ['video', 'mp4'],
      ['video', 'mov'],
      ['adaptive_video', 'hls'],
    ]);
    expect(broken[0]?.why).toContain('it has no libx264');
  });

  test('no ffmpeg that runs is an error that says why', async () => {
    const ended = await cli(['doctor'], { cwd: root, env: { FFMPEG_PATH: join(root, 'absent') } });
    expect(ended.code).toBe(1);
    expect(JSON.parse(ended.lines.at(-1) ?? '')).toEqual({
      kind: 'ffmpeg_missing',
      message: expect.stringContaining('FFMPEG_PATH is set to') as string,
    });
  });
});

describe('doctor --install', () => {
  /** A program that stands for a newer ffmpeg or ffprobe. */
  const newer = (tool: 'ffmpeg' | 'ffprobe', real: string) =>
    `if [ "$1" = -version ]; then echo "${tool} version 7.1 Copyright"; else exec "${real}" "$@"; fi`;

  /** A machine with nothing on PATH but what the test puts there, and no way to the downloads. */
  async function machine(): Promise<Record<string, string | undefined>> {
    const closed = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => closed.once('listening', resolve));
    const { port } = closed.address() as AddressInfo;
    await new Promise((resolve) => closed.close(resolve));
    return {
      PATH: join(root, 'bin'),
      HOME: root,
      XDG_CACHE_HOME: join(root, 'cache'),
      FFMPEG_PATH: undefined,
      FFPROBE_PATH: undefined,
      FFMPEG_BIN: join(root, 'static-ffmpeg'),
      FFMPEG_BINARIES_URL: `http://127.0.0.1:${port}`,
      HTTP_PROXY: undefined,
      HTTPS_PROXY: undefined,
      http_proxy: undefined,
      https_proxy: undefined,
    };
  }

  /** apt-get as a script that writes down how it was called and, if it can, puts a newer ffmpeg on PATH. */
  async function aptGet(does: 'installs' | 'does nothing' | 'fails'): Promise<() => Promise<string[]>> {
    await fakeProgram(join(root, 'later', 'ffmpeg'), newer('ffmpeg', BUNDLED_FFMPEG));
    await fakeProgram(join(root, 'later', 'ffprobe'), newer('ffprobe', BUNDLED_FFPROBE));
    const work = {
      installs: `/bin/mv "${root}/later/ffmpeg" "${root}/later/ffprobe" "${root}/bin"`,
      'does nothing': ':',
      fails: 'exit 100',
    }[does];
    await fakeProgram(
      join(root, 'bin', 'apt-get'),
      `echo "$@" >> "${root}/log"\nif [ "$1" = install ]; then\n${work}\nfi`,
    );
    await fakeProgram(join(root, 'bin', 'sudo'), 'exec "$@"');
    await writeFile(join(root, 'log'), '');
    return async () => (await readFile(join(root, 'log'), 'utf8')).split('\n').filter((line) => line !== '');
  }

  test('takes the download of ffmpeg-static where it can be had', async () => {
    const calls = await aptGet('installs');
    const server = await serve((request, response) => {
      if (request.url?.endsWith('.gz')) response.end(gzipSync(`#!/bin/sh\n${newer('ffmpeg', BUNDLED_FFMPEG)}\n`));
      else response.writeHead(404).end();
    });
    try {
      const { code, diagnosis } = await doctor(['--install'], {
        ...(await machine()),
        FFMPEG_BINARIES_URL: server.origin,
      });
      expect([code, diagnosis.install]).toEqual([0, { done: true, by: 'ffmpeg-static' }]);
      expect(diagnosis.ffmpeg).toMatchObject({
        path: join(root, 'static-ffmpeg'),
        version: '7.1',
        origin: 'ffmpeg-static',
      });
      expect(server.requests[0]?.url).toMatch(/^\/b[\d.]+\/ffmpeg-\w+-\w+\.gz$/);
    } finally {
      await server.close();
    }
    expect(await calls()).toEqual([]);
    const again = await doctor(['--install'], await machine());
    expect([again.code, again.diagnosis.install]).toEqual([0, { done: true, by: 'ffmpeg-static' }]);
  });

  test('else runs the package manager with --yes, and uses what it brought', async () => {
    const calls = await aptGet('installs');
    const { code, diagnosis, stderr } = await doctor(['--install', '--yes'], await machine());
    expect(await calls()).toEqual(['update', 'install -y ffmpeg']);
    expect(code).toBe(0);
    expect(diagnosis.install).toMatchObject({ done: true, by: 'apt-get' });
    expect(diagnosis.ffmpeg).toMatchObject({
      path: join(root, 'bin', 'ffmpeg'),
      version: '7.1',
      major: 7,
      origin: 'path',
    });
    expect(diagnosis.ffprobe).toMatchObject({ path: join(root, 'bin', 'ffprobe'), version: '7.1' });
    expect(stderr).toContain('ECONNREFUSED');
  });

  test('without --yes and with nobody to ask it only says what it would run, and ends with 1', async () => {
    const calls = await aptGet('installs');
    const { code, diagnosis, stderr } = await doctor(['--install'], await machine());
    expect(await calls()).toEqual([]);
    expect([code, diagnosis.ok]).toEqual([1, false]);
    expect(diagnosis.install).toMatchObject({
      done: false,
      by: 'apt-get',
      why: expect.stringContaining('--yes') as string,
    });
    expect(stderr).toMatch(/This would install it:\n.*apt-get update\n.*apt-get install -y ffmpeg\n/);
    expect(diagnosis.ffmpeg.origin).toBe('bundled');
  });

  test.each<['does nothing' | 'fails', RegExp]>([
    ['does nothing', /an old ffmpeg is still the one that is found/],
    ['fails', /apt-get failed \(exit code 100\)/],
  ])('a package manager that %s is no success', async (does, why) => {
    const calls = await aptGet(does);
    const { code, diagnosis } = await doctor(['--install', '--yes'], await machine());
    expect(await calls()).toHaveLength(2);
    expect([code, diagnosis.ok, diagnosis.install?.done]).toEqual([1, false, false]);
    expect(diagnosis.install?.why).toMatch(why);
  });

  test('without any package manager it says so', async () => {
    const { code, diagnosis } = await doctor(['--install', '--yes'], await machine());
    expect(code).toBe(1);
    expect(diagnosis.install?.why).toMatch(
      /^ffmpeg-static: its download failed \(.*ECONNREFUSED.*\); no package manager/,
    );
  });

  test('a broken file that FFMPEG_BIN names is left as it is', async () => {
    const mine = await fakeProgram(join(root, 'static-ffmpeg'), 'exit 1');
    const { diagnosis } = await doctor(['--install'], await machine());
    expect(diagnosis.install?.why).toContain('FFMPEG_BIN is set, but');
    expect(await readFile(mine, 'utf8')).toContain('exit 1');
  });
});
