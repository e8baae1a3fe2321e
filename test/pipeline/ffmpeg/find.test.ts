import { appendFile, chmod, mkdir, mkdtemp, readFile, rm, symlink, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import type { Packages } from '../../../src/pipeline/ffmpeg/bundled';
import { findBinaries, forgetBinaries } from '../../../src/pipeline/ffmpeg/find';
import { fakeProgram, fakeTool } from '../../support/fakeBinary';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'find-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const at = (...parts: string[]): string => join(root, ...parts);
const NONE: Packages = { ffmpegStatic: async () => null, bundled: async () => null, caches: [] };

/** Both tools of one version in a folder. */
async function pair(folder: string, version: string, libavutil?: number): Promise<string> {
  await fakeTool(at(folder, 'ffmpeg'), 'ffmpeg', version, libavutil);
  await fakeTool(at(folder, 'ffprobe'), 'ffprobe', version, libavutil);
  return at(folder);
}

/** The bundled pair of packages, each in a package of its own as npm lays them. */
async function bundle(): Promise<Packages> {
  const ffmpeg = await fakeTool(at('bundle', 'a', 'ffmpeg'), 'ffmpeg', 'N-47683-g0e8eb07980-static');
  const ffprobe = await fakeTool(at('bundle', 'b', 'ffprobe'), 'ffprobe', 'N-66595-gc2b38619c0-static', 58);
  return { ...NONE, bundled: async (tool) => (tool === 'ffmpeg' ? ffmpeg : ffprobe) };
}

describe('the order in which binaries are chosen', () => {
  test('a path that was set comes before everything, a flag before the environment', async () => {
    const [flag, env, path] = [await pair('flag', '6.0'), await pair('env', '4.4'), await pair('path', '7.1')];
    const packages = {
      ...(await bundle()),
      ffmpegStatic: () => fakeTool(at('static', 'ffmpeg'), 'ffmpeg', '6.1.1-static'),
    };
    const byEnv = { PATH: path, FFMPEG_PATH: join(env, 'ffmpeg') };
    expect((await findBinaries({ env: byEnv, packages, ffmpegPath: join(flag, 'ffmpeg') })).ffmpeg).toEqual({
      path: join(flag, 'ffmpeg'),
      version: '6.0',
      major: 6,
      origin: 'set',
      reason: 'set by --ffmpeg',
    });
    expect((await findBinaries({ env: byEnv, packages })).ffmpeg).toMatchObject({
      path: join(env, 'ffmpeg'),
      version: '4.4',
      origin: 'set',
      reason: 'set by FFMPEG_PATH',
    });
  });

  test('a bare name that was set is looked up on PATH', async () => {
    const env = { PATH: `${at('empty')}:${await pair('bin', '5.1')}`, FFMPEG_PATH: 'ffmpeg' };
    expect((await findBinaries({ env, packages: NONE })).ffmpeg).toMatchObject({
      path: at('bin', 'ffmpeg'),
      origin: 'set',
    });
  });

  test('ffmpeg-static comes before PATH when its download is there and runs', async () => {
    const packages = { ...NONE, ffmpegStatic: () => fakeTool(at('static', 'ffmpeg'), 'ffmpeg', '6.1.1-static') };
    const { ffmpeg, ffprobe, warnings } = await findBinaries({ env: { PATH: await pair('path', '7.1') }, packages });
    expect(ffmpeg).toMatchObject({ path: at('static', 'ffmpeg'), major: 6, origin: 'ffmpeg-static' });
    expect(ffprobe).toMatchObject({ path: at('path', 'ffprobe'), origin: 'path' });
    expect(warnings).toEqual([]);
  });

  test.each([
    ['names a file that is not there', async () => at('static', 'ffmpeg')],
    ['has a file that is not executable', async () => fakeProgram(at('static', 'ffmpeg'), 'exit 0', 0o644)],
    ['has a file that ends with an error', async () => fakeProgram(at('static', 'ffmpeg'), 'exit 127')],
    ['has a file that is something else', async () => fakeProgram(at('static', 'ffmpeg'), 'echo hello')],
  ])('PATH is used when ffmpeg-static %s', async (_, ffmpegStatic) => {
    const { ffmpeg } = await findBinaries({
      env: { PATH: await pair('path', '5.1.9-0+deb12u1') },
      packages: { ...NONE, ffmpegStatic },
    });
    expect(ffmpeg).toMatchObject({ path: at('path', 'ffmpeg'), version: '5.1.9-0+deb12u1', major: 5, origin: 'path' });
    expect(ffmpeg.reason).toMatch(/^on PATH; ffmpeg-static has not downloaded one that runs \(.*static\/ffmpeg /);
  });

  test('the first folder on PATH with release 5 or newer is used, not an older one before it', async () => {
    const env = { PATH: [await pair('old', '4.2.7'), await pair('new', 'n7.1'), await pair('newer', '8.0')].join(':') };
    const { ffmpeg, warnings } = await findBinaries({ env, packages: NONE });
    expect(ffmpeg).toMatchObject({ path: at('new', 'ffmpeg'), version: 'n7.1', major: 7 });
    expect(warnings).toEqual([]);
  });

  test('a build from git on PATH is judged by its libraries', async () => {
    await pair('recent', 'N-118000-gabcdef', 59);
    await pair('ancient', 'N-47683-g0e8eb07980-static', 56);
    const env = { PATH: `${at('ancient')}:${at('recent')}` };
    expect((await findBinaries({ env, packages: NONE })).ffmpeg).toMatchObject({
      path: at('recent', 'ffmpeg'),
      major: null,
    });
  });

  test('a relative folder on PATH is passed over', async () => {
    await pair('bin', '7.1');
    const env = { PATH: `:.:bin:${await pair('absolute', '5.0')}` };
    const before = process.cwd();
    process.chdir(root);
    try {
      expect((await findBinaries({ env, packages: NONE })).ffmpeg.path).toBe(at('absolute', 'ffmpeg'));
    } finally {
      process.chdir(before);
    }
  });

  test('the bundled one comes before an older one on PATH, with a warning', async () => {
    const { ffmpeg, ffprobe, warnings } = await findBinaries({
      env: { PATH: await pair('old', '4.4.2-0ubuntu0.22.04.1') },
      packages: await bundle(),
    });
    expect(ffmpeg).toMatchObject({ path: at('bundle', 'a', 'ffmpeg'), major: null, origin: 'bundled' });
    expect(ffmpeg.reason).toContain('older than 5');
    expect(ffprobe).toMatchObject({ path: at('bundle', 'b', 'ffprobe'), origin: 'bundled' });
    expect(warnings).toEqual([
      expect.stringMatching(/^The bundled ffmpeg N-47683-g0e8eb07980-static is in use.*doctor --install/),
    ]);
  });

  test('an older one on PATH is used with a warning if nothing else is there', async () => {
    const { ffmpeg, ffprobe, warnings } = await findBinaries({
      env: { PATH: await pair('old', '4.4.2') },
      packages: NONE,
    });
    expect(ffmpeg).toMatchObject({ path: at('old', 'ffmpeg'), major: 4, origin: 'path' });
    expect(ffprobe.path).toBe(at('old', 'ffprobe'));
    expect(warnings).toEqual([expect.stringContaining('4.4.2, older than 5')]);
  });
});

describe('ffprobe', () => {
  test('the one that was set, else the one beside the ffmpeg used, also behind a link', async () => {
    await pair('opt/ffmpeg-7.1', '7.1');
    await mkdir(at('bin'));
    await symlink(at('opt/ffmpeg-7.1/ffmpeg'), at('bin/ffmpeg'));
    const env = { PATH: await pair('path', '5.1'), FFMPEG_PATH: at('bin/ffmpeg') };
    expect((await findBinaries({ env, packages: NONE })).ffprobe).toMatchObject({
      path: at('opt/ffmpeg-7.1/ffprobe'),
      origin: 'set',
    });
    const set = { ...env, FFPROBE_PATH: at('path/ffprobe') };
    expect((await findBinaries({ env: set, packages: NONE })).ffprobe).toMatchObject({
      path: at('path/ffprobe'),
      reason: 'set by FFPROBE_PATH',
    });
  });

  test('a missing ffprobe is an error of its own', async () => {
    await fakeTool(at('bin/ffmpeg'), 'ffmpeg', '7.1');
    await expect(findBinaries({ env: { PATH: at('bin') }, packages: NONE })).rejects.toMatchObject({
      kind: 'ffmpeg_missing',
      message: expect.stringContaining('ffprobe: there is none beside'),
    });
  });
});

describe('a setting that does not work is an error, never passed over', () => {
  test.each([
    ['is missing', async () => at('nowhere/ffmpeg'), 'does not exist'],
    ['is a folder', async () => pair('folder', '7.1'), 'is a folder'],
    ['is not executable', async () => fakeProgram(at('ffmpeg'), 'exit 0', 0o644), 'does not run (EACCES)'],
    ['fails', async () => fakeProgram(at('ffmpeg'), 'exit 3'), 'exit code 3'],
    ['is the other tool', async () => fakeTool(at('ffprobe'), 'ffprobe', '7.1'), 'is not ffmpeg'],
  ])('it %s', async (_, make, why) => {
    const FFMPEG_PATH = await make();
    const error: unknown = await findBinaries({
      env: { PATH: await pair('good', '7.1'), FFMPEG_PATH },
      packages: await bundle(),
    }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ kind: 'ffmpeg_missing' });
    expect(String(error)).toContain(`FFMPEG_PATH is set to ${FFMPEG_PATH}, but`);
    expect(String(error)).toContain(why);
  });

  test('nothing at all says all that was tried', async () => {
    const error: unknown = await findBinaries({ env: {}, packages: NONE }).catch((thrown: unknown) => thrown);
    expect(String(error)).toContain(
      'ffmpeg: ffmpeg-static is not installed; there is no ffmpeg on PATH; the bundled one is not installed',
    );
  });
});

test('a bundled binary without the executable bit is made executable', async () => {
  const packages = await bundle();
  await chmod(at('bundle/b/ffprobe'), 0o644);
  expect((await findBinaries({ env: {}, packages })).ffprobe.path).toBe(at('bundle/b/ffprobe'));
});

describe('repeated questions', () => {
  async function counted(): Promise<{ env: NodeJS.ProcessEnv; runs: () => Promise<number> }> {
    const log = at('log');
    await appendFile(log, '');
    const tool = (name: string) => fakeProgram(at(name), `echo run >> ${log}\necho "${name} version 7.1"`);
    return {
      env: { FFMPEG_PATH: await tool('ffmpeg'), FFPROBE_PATH: await tool('ffprobe') },
      runs: async () => (await readFile(log, 'utf8')).split('\n').length - 1,
    };
  }

  test('are answered once, also when asked at the same time, until a binary changes or is forgotten', async () => {
    const { env, runs } = await counted();
    const [first, second] = await Promise.all([findBinaries({ env }), findBinaries({ env })]);
    expect(second).toBe(first);
    expect(await findBinaries({ env })).toBe(first);
    expect(await runs()).toBe(2);
    await utimes(at('ffmpeg'), 1, 1);
    await findBinaries({ env });
    expect(await runs()).toBe(4);
    forgetBinaries();
    await findBinaries({ env });
    expect(await runs()).toBe(6);
  });

  test('a failure is not kept', async () => {
    const env = { FFMPEG_PATH: at('late', 'ffmpeg') };
    await expect(findBinaries({ env })).rejects.toMatchObject({ kind: 'ffmpeg_missing' });
    await pair('late', '7.1');
    expect((await findBinaries({ env })).ffmpeg.version).toBe('7.1');
  });

  test('the real chain finds a pair that runs', async () => {
    const { ffmpeg, ffprobe } = await findBinaries();
    expect((await execa(ffmpeg.path, ['-version'])).stdout).toContain(`ffmpeg version ${ffmpeg.version}`);
    expect((await execa(ffprobe.path, ['-version'])).stdout).toContain(`ffprobe version ${ffprobe.version}`);
  });
});
