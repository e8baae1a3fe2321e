import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { placesOnPath } from '../../pipeline/ffmpeg/searchPath';

/** How a package manager installs ffmpeg. */
export interface Installation {
  manager: string;
  /** Commands in order; the last one counts. */
  commands: string[][];
}

interface Manager {
  name: string;
  commands: string[][];
  /** Whether it asks for an administrator. */
  asRoot: boolean;
}

const MANAGERS: readonly Manager[] = [
  {
    name: 'apt-get',
    commands: [
      ['apt-get', 'update'],
      ['apt-get', 'install', '-y', 'ffmpeg'],
    ],
    asRoot: true,
  },
  { name: 'apk', commands: [['apk', 'add', 'ffmpeg']], asRoot: true },
  { name: 'dnf', commands: [['dnf', 'install', '-y', 'ffmpeg']], asRoot: true },
  { name: 'pacman', commands: [['pacman', '-S', '--noconfirm', 'ffmpeg']], asRoot: true },
  { name: 'zypper', commands: [['zypper', '--non-interactive', 'install', 'ffmpeg']], asRoot: true },
  { name: 'brew', commands: [['brew', 'install', 'ffmpeg']], asRoot: false },
  { name: 'winget', commands: [['winget', 'install', '--exact', '--id', 'Gyan.FFmpeg']], asRoot: false },
];

/** The first package manager on PATH, with `sudo` where it is needed; null when there is none. */
export async function findPackageManager(
  env: NodeJS.ProcessEnv,
  isRoot = process.getuid?.() === 0,
): Promise<Installation | null> {
  for (const { name, commands, asRoot } of MANAGERS) {
    const program = await which(name, env);
    if (program === null) continue;
    const sudo = asRoot && !isRoot ? [(await which('sudo', env)) ?? 'sudo'] : [];
    return { manager: name, commands: commands.map(([, ...rest]) => [...sudo, program, ...rest]) };
  }
  return null;
}

async function which(program: string, env: NodeJS.ProcessEnv): Promise<string | null> {
  for (const path of placesOnPath(program, env)) {
    if (
      await access(path, constants.X_OK).then(
        () => true,
        () => false,
      )
    )
      return path;
  }
  return null;
}
