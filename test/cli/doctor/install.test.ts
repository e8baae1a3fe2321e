import { readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { serve } from '../../pipeline/storage/support/server';
import { fakeProgram } from '../../support/fakeBinary';
import { BUNDLED_FFMPEG, BUNDLED_FFPROBE } from '../../support/programs';
import { doctorFolder, doctorIn } from './support/doctorIn';

let root: string;
beforeEach(async () => {
  root = await doctorFolder();
});
afterEach(() => rm(root, { recursive: true, force: true }));

/** A program that stands for a newer ffmpeg or ffprobe. Of the encoders it has those of the defaults: trying all would take half a minute. */
const newer = (tool: 'ffmpeg' | 'ffprobe', real: string) => `
if [ "$1" = -version ]; then echo "${tool} version 7.1 Copyright"
elif [ "$2" = -encoders ]; then "${real}" "$@" | /bin/grep -E 'libx264 |libmp3lame |aac |mjpeg |png |gif |pcm_f32le |rawvideo '
else exec "${real}" "$@"; fi`;

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

test('doctor --install takes the download of ffmpeg-static where it can be had', async () => {
  const calls = await aptGet('installs');
  const server = await serve((request, response) => {
    if (request.url?.endsWith('.gz')) response.end(gzipSync(`#!/bin/sh\n${newer('ffmpeg', BUNDLED_FFMPEG)}\n`));
    else response.writeHead(404).end();
  });
  try {
    const { code, diagnosis } = await doctorIn(root, ['--install'], {
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
  const again = await doctorIn(root, ['--install'], await machine());
  expect([again.code, again.diagnosis.install]).toEqual([0, { done: true, by: 'ffmpeg-static' }]);
});

test('doctor --install else runs the package manager with --yes, and uses what it brought', async () => {
  const calls = await aptGet('installs');
  const { code, diagnosis, stderr } = await doctorIn(root, ['--install', '--yes'], await machine());
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

test('doctor --install without --yes and with nobody to ask it only says what it would run, and ends with 1', async () => {
  const calls = await aptGet('installs');
  const { code, diagnosis, stderr } = await doctorIn(root, ['--install'], await machine());
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
])('doctor --install: a package manager that %s is no success', async (does, why) => {
  const calls = await aptGet(does);
  const { code, diagnosis } = await doctorIn(root, ['--install', '--yes'], await machine());
  expect(await calls()).toHaveLength(2);
  expect([code, diagnosis.ok, diagnosis.install?.done]).toEqual([1, false, false]);
  expect(diagnosis.install?.why).toMatch(why);
});

test('doctor --install without any package manager it says so', async () => {
  const { code, diagnosis } = await doctorIn(root, ['--install', '--yes'], await machine());
  expect(code).toBe(1);
  expect(diagnosis.install?.why).toMatch(
    /^ffmpeg-static: its download failed \(.*ECONNREFUSED.*\); no package manager/,
  );
});

test('doctor --install a broken file that FFMPEG_BIN names is left as it is', async () => {
  const mine = await fakeProgram(join(root, 'static-ffmpeg'), 'exit 1');
  const { diagnosis } = await doctorIn(root, ['--install'], await machine());
  expect(diagnosis.install?.why).toContain('FFMPEG_BIN is set, but');
  expect(await readFile(mine, 'utf8')).toContain('exit 1');
});
