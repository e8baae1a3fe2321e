import { realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { installedPackages, makeRunnable } from './bundled';
import type { Packages, Tool } from './bundled';
import { pathOf, placesOnPath } from './searchPath';
import { readVersion } from './version';
import type { Version } from './version';
import { mediaError } from '../errors/mediaError';

/** A binary that was run and answered with its version. */
export interface Binary {
  path: string;
  version: string;
  /** null for a build from git, whose name tells no release. */
  major: number | null;
  /** It turns pictures as their container says, and does not mirror them: that came with release 5. */
  turnsOnly?: true;
  origin: 'set' | 'ffmpeg-static' | 'path' | 'bundled';
  /** Why this one, in words. */
  reason: string;
  /** Added to the environment of its processes. */
  env?: Record<string, string>;
}

export interface Binaries {
  ffmpeg: Binary;
  ffprobe: Binary;
  /** Sentences for the user: an old build is in use. */
  warnings: string[];
}

export interface Ask {
  /** Set by a flag; stands before FFMPEG_PATH. */
  ffmpegPath?: string | undefined;
  /** Set by a flag; stands before FFPROBE_PATH. */
  ffprobePath?: string | undefined;
  env?: NodeJS.ProcessEnv;
  packages?: Packages;
}

/** What was tried and did not do, in words, for the reason and for the error. */
type Passed = string[];

interface Found {
  binary: Binary;
  warning?: string;
}

const NEWER = 'Run "media-jobs doctor --install" for a newer one, or set FFMPEG_PATH and FFPROBE_PATH.';
const answers = new Map<string, Promise<{ binaries: Binaries; stamp: string }>>();

/**
 * Finds the ffmpeg and ffprobe to use: as set → ffmpeg-static's download → PATH, if 5 or newer → bundled → an older one on PATH.
 * The answer is kept for as long as both files stay unchanged.
 * @throws ffmpeg_missing also when a binary was set and does not run: a setting is never passed over in silence
 */
export async function findBinaries(ask: Ask = {}): Promise<Binaries> {
  const { env = process.env, packages = installedPackages } = ask;
  if (packages !== installedPackages) return search(ask, env, packages);
  const question = JSON.stringify([
    ask.ffmpegPath,
    ask.ffprobePath,
    env.FFMPEG_PATH,
    env.FFPROBE_PATH,
    pathOf(env),
    env.FFMPEG_BIN,
  ]);
  const earlier = answers.get(question);
  if (earlier !== undefined) {
    const { binaries, stamp } = await earlier;
    if (stamp === (await stampOf(binaries))) return binaries;
    // Of several that find it outdated at the same time, one asks anew.
    if (answers.get(question) === earlier) answers.delete(question);
    return findBinaries(ask);
  }
  const answer = search(ask, env, packages).then(async (binaries) => ({ binaries, stamp: await stampOf(binaries) }));
  answers.set(question, answer);
  answer.catch(() => answers.delete(question));
  return (await answer).binaries;
}

/** Forgets earlier answers, for when a binary has been installed. */
export const forgetBinaries = (): void => answers.clear();

async function stampOf({ ffmpeg, ffprobe }: Binaries): Promise<string> {
  const stamps = [ffmpeg, ffprobe].map(({ path }) =>
    stat(path).then(
      ({ mtimeMs, size }) => `${mtimeMs} ${size}`,
      () => 'gone',
    ),
  );
  return (await Promise.all(stamps)).join();
}

async function search({ ffmpegPath, ffprobePath }: Ask, env: NodeJS.ProcessEnv, packages: Packages): Promise<Binaries> {
  const ffmpeg = await findFfmpeg(setting('ffmpeg', ffmpegPath, env), env, packages);
  const ffprobe = await findFfprobe(setting('ffprobe', ffprobePath, env), ffmpeg.binary, env, packages);
  return {
    ffmpeg: ffmpeg.binary,
    ffprobe: ffprobe.binary,
    warnings: [ffmpeg, ffprobe].flatMap(({ warning }) => warning ?? []),
  };
}

async function findFfmpeg(set: Setting | null, env: NodeJS.ProcessEnv, packages: Packages): Promise<Found> {
  if (set !== null) return fromSetting('ffmpeg', set, env);
  const passed: Passed = [];
  const downloaded = await packages.ffmpegStatic();
  if (downloaded === null) passed.push('ffmpeg-static is not installed');
  else {
    const version = await readVersion('ffmpeg', downloaded);
    if (!('why' in version))
      return { binary: binaryOf(downloaded, version, 'ffmpeg-static', 'the download of ffmpeg-static') };
    passed.push(`ffmpeg-static has not downloaded one that runs (${version.why})`);
  }
  return fromPathOrBundle('ffmpeg', passed, env, packages);
}

async function findFfprobe(
  set: Setting | null,
  ffmpeg: Binary,
  env: NodeJS.ProcessEnv,
  packages: Packages,
): Promise<Found> {
  if (set !== null) return fromSetting('ffprobe', set, env);
  for (const path of await siblings(ffmpeg.path)) {
    const version = await readVersion('ffprobe', path);
    if (!('why' in version)) return { binary: binaryOf(path, version, ffmpeg.origin, 'lies beside the ffmpeg used') };
  }
  return fromPathOrBundle('ffprobe', [`there is none beside ${ffmpeg.path}`], env, packages);
}

/** PATH if 5 or newer → bundled → an older one on PATH. */
async function fromPathOrBundle(
  tool: Tool,
  passed: Passed,
  env: NodeJS.ProcessEnv,
  packages: Packages,
): Promise<Found> {
  let older: Found | null = null;
  const before = passed.length;
  for (const path of placesOnPath(tool, env)) {
    const version = await readVersion(tool, path);
    if ('why' in version) {
      if (!version.absent) passed.push(version.why);
    } else if (version.recent) return { binary: binaryOf(path, version, 'path', `on PATH${because(passed)}`) };
    else {
      passed.push(`${path} on PATH is ${version.version}, older than 5`);
      older ??= {
        binary: binaryOf(
          path,
          version,
          'path',
          `on PATH, although older than 5: nothing better was found${because(passed)}`,
        ),
        warning: `${path} is ${tool} ${version.version}, older than 5: some formats will not work. ${NEWER}`,
      };
    }
  }
  if (passed.length === before) passed.push(`there is no ${tool} on PATH`);
  const bundled = await packages.bundled(tool);
  if (bundled === null) passed.push('the bundled one is not installed');
  else {
    const path = await makeRunnable(bundled, packages.caches);
    const version = await readVersion(tool, path);
    if (!('why' in version)) return fromBundle(tool, path, version, passed);
    passed.push(`the bundled one does not run (${version.why})`);
  }
  if (older !== null) return older;
  throw mediaError('ffmpeg_missing', { why: `${tool}: ${passed.join('; ')}` });
}

function fromBundle(tool: Tool, path: string, version: Version, passed: Passed): Found {
  const binary = binaryOf(path, version, 'bundled', `bundled with this package${because(passed)}`);
  if (version.recent || tool === 'ffprobe') return { binary };
  return {
    binary,
    warning: `The bundled ffmpeg ${version.version} is in use, an old build: it is slow, and some formats (AV1) do not work. ${NEWER}`,
  };
}

interface Setting {
  value: string;
  /** What it was set by. */
  by: string;
}

function setting(tool: Tool, flag: string | undefined, env: NodeJS.ProcessEnv): Setting | null {
  if (flag !== undefined) return { value: flag, by: `--${tool}` };
  const variable = tool === 'ffmpeg' ? 'FFMPEG_PATH' : 'FFPROBE_PATH';
  const value = env[variable];
  return value === undefined || value === '' ? null : { value, by: variable };
}

async function fromSetting(tool: Tool, { value, by }: Setting, env: NodeJS.ProcessEnv): Promise<Found> {
  // A bare name is looked up as a shell would do it.
  const paths =
    value.includes('/') || value.includes(sep) ? [resolve(value)] : [...placesOnPath(value, env), resolve(value)];
  let why = '';
  for (const path of paths) {
    const version = await readVersion(tool, path);
    if (!('why' in version)) return { binary: binaryOf(path, version, 'set', `set by ${by}`) };
    if (why === '' || !version.absent) why = version.why;
  }
  throw mediaError('ffmpeg_missing', { why: `${by} is set to ${value}, but ${why}` });
}

const binaryOf = (
  path: string,
  { version, major, recent }: Version,
  origin: Binary['origin'],
  reason: string,
): Binary => ({
  path,
  version,
  major,
  ...(!recent && { turnsOnly: true as const }),
  origin,
  reason,
});
const because = (passed: Passed): string => (passed.length === 0 ? '' : `; ${passed.join('; ')}`);

/** Where the ffprobe that belongs to an ffmpeg would lie: beside it, also where it is a link into a folder of its own. */
async function siblings(ffmpeg: string): Promise<string[]> {
  const real = await realpath(ffmpeg).catch(() => ffmpeg);
  return [
    ...new Set(
      [ffmpeg, real].map((path) =>
        join(dirname(path), /ffmpeg/i.test(basename(path)) ? basename(path).replace(/ffmpeg/i, 'ffprobe') : 'ffprobe'),
      ),
    ),
  ];
}
