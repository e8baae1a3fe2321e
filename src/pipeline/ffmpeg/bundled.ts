import { constants } from 'node:fs';
import { access, chmod, copyFile, lstat, mkdir, rename, rm, stat } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { homedir, tmpdir } from 'node:os';
import { basename, join } from 'node:path';

export type Tool = 'ffmpeg' | 'ffprobe';

/** The optional dependencies that may hold binaries. Passed in, so that a test can bring its own. */
export interface Packages {
  /** Where ffmpeg-static would have its download; null where the package is absent or knows no binary for this machine. The file need not exist. */
  ffmpegStatic(): Promise<string | null>;
  /** The binary inside @ffmpeg-installer or @ffprobe-installer; null where the package is absent. */
  bundled(tool: Tool): Promise<string | null>;
  /** Folders, the best first, below which a private one may be made for a copy that runs. */
  caches: string[];
}

export const installedPackages: Packages = {
  async ffmpegStatic() {
    try {
      return (await import('ffmpeg-static')).default as unknown as string | null;
    } catch {
      return null;
    }
  },
  async bundled(tool) {
    try {
      return tool === 'ffmpeg'
        ? (await import('@ffmpeg-installer/ffmpeg')).default.path
        : (await import('@ffprobe-installer/ffprobe')).default.path;
    } catch {
      return null;
    }
  },
  caches: [process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), tmpdir()],
};

/**
 * The path itself, or that of a private copy, which may be run: npm unpacks @ffprobe-installer's binary without the
 * executable bit when install scripts are blocked. Answers the path unchanged when nothing helps: running it says why.
 */
export async function makeRunnable(path: string, caches: readonly string[]): Promise<string> {
  if (await isExecutable(path)) return path;
  if (
    await chmod(path, 0o755).then(
      () => isExecutable(path),
      () => false,
    )
  )
    return path;
  return (await runnableCopy(path, caches)) ?? path;
}

/** A private copy of a binary in the first of the folders where that is possible. */
export async function runnableCopy(path: string, caches: readonly string[]): Promise<string | null> {
  for (const cache of caches) {
    const copy = await copyInto(cache, path).catch(() => null);
    if (copy !== null) return copy;
  }
  return null;
}

const isExecutable = (path: string): Promise<boolean> =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  );

async function copyInto(cache: string, path: string): Promise<string> {
  const folder = await privateFolder(cache);
  const { size, mtimeMs } = await stat(path);
  const copy = join(folder, `${basename(path)}-${size}-${Math.floor(mtimeMs)}`);
  const there = await lstat(copy).catch(() => null);
  if (there?.isFile() && there.size === size && isMine(there) && (await isExecutable(copy))) return copy;
  // Written beside and renamed: another process never sees half a binary.
  const part = `${copy}.${randomBytes(6).toString('hex')}`;
  try {
    await copyFile(path, part);
    await chmod(part, 0o700);
    await rename(part, copy);
  } finally {
    await rm(part, { force: true });
  }
  return copy;
}

/** A folder that nobody else can put a binary into. Throws where one of that name belongs to another user. */
async function privateFolder(cache: string): Promise<string> {
  const folder = join(cache, `media-jobs-${process.getuid?.() ?? 'user'}`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const found = await lstat(folder);
  if (!found.isDirectory() || !isMine(found)) throw new Error(`${folder} belongs to someone else`);
  if ((found.mode & 0o077) !== 0 && process.platform !== 'win32') throw new Error(`${folder} is open to others`);
  return folder;
}

const isMine = ({ uid }: { uid: number }): boolean => process.getuid === undefined || uid === process.getuid();
