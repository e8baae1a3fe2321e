import { existsSync, lstatSync, readlinkSync } from 'node:fs';
import { readlink } from 'node:fs/promises';
import { dirname, isAbsolute, join, resolve, sep } from 'node:path';
import { childEnv } from './childEnv';
import type { Files } from './filesOf';

/** Of the system: programs, libraries and what finds them, fonts. Only what is there is shown; a link stays a link, as Debian's /lib is one to usr/lib. */
const SYSTEM = [
  '/usr',
  '/bin',
  '/sbin',
  '/lib',
  '/lib32',
  '/lib64',
  '/libx32',
  '/nix/store',
  '/etc/ld.so.cache',
  '/etc/alternatives',
  '/etc/fonts',
  '/var/cache/fontconfig',
];

/**
 * Everything is new but the users: no process, no memory and no name of the machine is seen. bubblewrap itself forbids new privileges. Root keeps one, to
 * read and write whoever's files it is shown, as it does without a sandbox; and /proc is for reading alone, since root may set the kernel there.
 */
const WALLS = [
  '--die-with-parent',
  '--unshare-ipc',
  '--unshare-pid',
  '--unshare-uts',
  '--unshare-cgroup-try',
  '--cap-drop',
  'ALL',
  ...(process.getuid?.() === 0 ? ['--cap-add', 'CAP_DAC_OVERRIDE'] : []),
];
const PRIVATE = ['--proc', '/proc', '--remount-ro', '/proc', '--dev', '/dev', '--tmpfs', '/tmp'];

/**
 * bubblewrap's arguments for a run of a program that may touch these files, and nothing else of the machine.
 * @param env the program's environment: it says where libraries and fonts lie
 * @param cwd the folder that it begins in, one of those that it may write to
 */
export async function viewOf(
  program: string,
  { read, write, remote }: Files,
  { env = childEnv(), cwd = sep }: { env?: NodeJS.ProcessEnv | undefined; cwd?: string | undefined } = {},
): Promise<string[]> {
  const folders = [...SYSTEM, ...write];
  const files = [program, ...read].map(async (path) => ['--ro-bind-try', path, await placeOf(path, folders)]);
  return [
    ...WALLS,
    // The range reader listens on this machine's own address.
    ...(remote ? [] : ['--unshare-net']),
    ...systemView(),
    ...PRIVATE,
    ...ownFolders(env).flatMap((path) => ['--ro-bind-try', path, path]),
    ...write.flatMap((folder) => ['--bind-try', folder, folder]),
    ...(await Promise.all(files)).flat(),
    '--chdir',
    cwd,
  ];
}

let known: string[] | undefined;

function systemView(): string[] {
  known ??= SYSTEM.flatMap((path) => {
    const there = lstatSync(path, { throwIfNoEntry: false });
    if (there === undefined) return [];
    return there.isSymbolicLink() ? ['--symlink', readlinkSync(path), path] : ['--ro-bind', path, path];
  });
  return known;
}

/** Libraries and fonts of this user alone. One that is there but may not be seen, as where HOME is another user's, would stop bubblewrap. */
function ownFolders({ HOME, XDG_CACHE_HOME, FONTCONFIG_FILE, FONTCONFIG_PATH, LD_LIBRARY_PATH }: NodeJS.ProcessEnv) {
  const inHome = (path: string) => (HOME ? [join(HOME, path)] : []);
  return [
    ...(LD_LIBRARY_PATH ?? '').split(':'),
    FONTCONFIG_FILE ?? '',
    FONTCONFIG_PATH ?? '',
    ...['.fonts', '.local/share/fonts', '.config/fontconfig'].flatMap(inHome),
    ...(XDG_CACHE_HOME ? [join(XDG_CACHE_HOME, 'fontconfig')] : inHome('.cache/fontconfig')),
  ].filter((path) => isAbsolute(path) && resolve(path) !== sep && existsSync(path));
}

/** Links on the way to one file: the kernel follows no more (path_resolution(7)). */
const MOST_LINKS = 40;

/**
 * Where a file has to be shown so that it is found by its name: there, but that a link inside of a folder that is shown is seen as the link it is, and
 * leads on.
 */
async function placeOf(path: string, folders: readonly string[]): Promise<string> {
  let place = path;
  for (let links = 0; links < MOST_LINKS && folders.some((folder) => place.startsWith(folder + sep)); links++) {
    const to = await readlink(place).catch(() => null);
    if (to === null) return place;
    place = resolve(dirname(place), to);
  }
  return place;
}
