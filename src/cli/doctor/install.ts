import { rm } from 'node:fs/promises';
import { execa } from 'execa';
import { installedPackages } from '../../pipeline/ffmpeg/bundled';
import type { Packages } from '../../pipeline/ffmpeg/bundled';
import { forgetBinaries } from '../../pipeline/ffmpeg/find';
import { readVersion } from '../../pipeline/ffmpeg/version';
import { shellQuote } from '../shellQuote';
import { findPackageManager } from './packageManagers';

/** What `doctor --install` did. */
export interface Installed {
  done: boolean;
  by: string | null;
  /** The package manager's commands, run or not, as lines for a shell. */
  commands?: string[];
  /** Why nothing was installed. */
  why?: string;
}

export interface InstallUse {
  env: NodeJS.ProcessEnv;
  signal: AbortSignal;
  /** Tells what is being done. */
  say: (text: string) => void;
  /** Asks the user; null where there is nobody to ask. */
  ask: ((question: string) => Promise<boolean>) | null;
  yes: boolean;
  /** Where a package manager's own words go: the terminal, or standard error when standard output is for JSON. */
  output: 'inherit' | 2;
}

const DOWNLOAD_WITHIN_MS = 10 * 60_000;

/** Gets a newer ffmpeg: ffmpeg-static's own download; where that cannot be had, the system's package manager. */
export async function install(use: InstallUse, packages: Packages = installedPackages): Promise<Installed> {
  const refusal = await downloadStatic(use, packages);
  forgetBinaries();
  if (refusal === null) return { done: true, by: 'ffmpeg-static' };
  use.say(`ffmpeg-static: ${refusal}.`);
  const installed = await byPackageManager(use);
  forgetBinaries();
  return installed.why === undefined ? installed : { ...installed, why: `ffmpeg-static: ${refusal}; ${installed.why}` };
}

/** Runs the install script of ffmpeg-static, which npm blocks for most users. @returns why there is none; null when it is there and runs */
async function downloadStatic({ env, signal, say }: InstallUse, packages: Packages): Promise<string | null> {
  const path = await packages.ffmpegStatic();
  if (path === null) return 'the package is not installed, or has no binary for this machine';
  const there = await readVersion('ffmpeg', path);
  if (!('why' in there)) {
    say('ffmpeg-static has its download already.');
    return null;
  }
  if (env.FFMPEG_BIN && !there.absent) return `FFMPEG_BIN is set, but ${there.why}`;
  say('Downloading with ffmpeg-static …');
  // A broken or half file would be taken for an earlier download.
  await rm(path, { force: true }).catch(() => undefined);
  const run = await execa(process.execPath, [require.resolve('ffmpeg-static/install.js')], {
    env,
    reject: false,
    stdin: 'ignore',
    timeout: DOWNLOAD_WITHIN_MS,
    cancelSignal: signal,
  });
  const version = await readVersion('ffmpeg', path);
  if (!('why' in version)) return null;
  await rm(path, { force: true }).catch(() => undefined);
  return `its download failed (${failureIn(run.stderr) ?? version.why})`;
}

/** The line of a stack or of a log that names the failure. */
const failureIn = (text: string): string | null =>
  text
    .split('\n')
    .find((line) => /ECONN|ENOTFOUND|ETIMEDOUT|EAI_AGAIN|EACCES|EROFS|ENOSPC|Failed/.test(line))
    ?.trim()
    .replace(/^\w*Error: /, '') ?? null;

async function byPackageManager({ env, signal, say, ask, yes, output }: InstallUse): Promise<Installed> {
  const installation = await findPackageManager(env);
  if (installation === null)
    return {
      done: false,
      by: null,
      why: 'no package manager that is known here is on PATH; install ffmpeg 5 or newer yourself',
    };
  const { manager, commands } = installation;
  const lines = commands.map(shellQuote);
  const told = { by: manager, commands: lines };
  say(`${yes ? 'Running' : 'This would install it'}:\n${lines.map((line) => `  ${line}`).join('\n')}`);
  if (!yes) {
    if (ask === null) return { done: false, ...told, why: 'nobody can be asked here; add --yes to let it run' };
    if (!(await ask('Run this now?'))) return { done: false, ...told, why: 'you said no' };
  }
  let code: number | undefined;
  for (const [program = '', ...args] of commands) {
    const run = await execa(program, args, {
      env,
      reject: false,
      stdin: output === 'inherit' ? 'inherit' : 'ignore',
      stdout: output,
      stderr: 'inherit',
      cancelSignal: signal,
    });
    code = run.exitCode;
  }
  return code === 0
    ? { done: true, ...told }
    : {
        done: false,
        ...told,
        why: `${manager} failed (${code === undefined ? 'it was ended or does not run' : `exit code ${code}`})`,
      };
}
