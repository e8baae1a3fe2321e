import { existsSync } from 'node:fs';
import { execa } from 'execa';
import { brief } from './childEnv';
import { filesOf } from './filesOf';
import { oncePerBuild } from './oncePerBuild';
import { viewOf } from './sandboxView';
import { placesOnPath } from './searchPath';
import { mediaError } from '../errors/mediaError';

const SETTINGS = ['auto', 'require', 'off'] as const;
/** Where a sandbox works it is used; it has to; it is not. */
export type SandboxSetting = (typeof SETTINGS)[number];

/** As the environment sets it. @throws request_invalid when it is set to something else */
function sandboxSetting({ MEDIA_JOBS_SANDBOX: set = '' }: NodeJS.ProcessEnv): SandboxSetting {
  const setting = set.trim() === '' ? 'auto' : SETTINGS.find((one) => one === set.trim());
  if (setting !== undefined) return setting;
  throw mediaError('request_invalid', {
    problems: `The environment variable MEDIA_JOBS_SANDBOX must be auto, require or off (set: "${set}").`,
  });
}

/** What to start instead of a program. */
export interface Confined {
  program: string;
  argv: readonly string[];
  /** Whether that is a sandbox with the program in it. It ends with the program's exit code, or with 128 and the number of the signal that ended it. */
  confined: boolean;
}

/**
 * ffmpeg or ffprobe as a command that runs it where it sees its files alone, and no network unless it reads through a range reader.
 * @param env its whole environment
 * @param cwd the folder that it works in, absolute; absent: it names all files by their whole paths
 * @param reads files that the arguments name in another way than as an input, such as inside of a filter
 * @throws sandbox_missing where it has to be one and none works; request_invalid
 */
export async function sandboxed(
  program: string,
  argv: readonly string[],
  {
    reads = [],
    env,
    cwd,
  }: { reads?: readonly string[] | undefined; env?: NodeJS.ProcessEnv; cwd?: string | undefined } = {},
): Promise<Confined> {
  const setting = sandboxSetting(process.env);
  const why = setting === 'off' ? '' : await whyNoSandbox(program);
  if (why === null && BUBBLEWRAP !== undefined) {
    const files = filesOf(argv, cwd);
    const view = await viewOf(program, { ...files, read: [...files.read, ...reads] }, { env, cwd });
    return { program: BUBBLEWRAP, argv: [...view, '--', program, ...argv], confined: true };
  }
  return unconfined(program, argv, why ?? '');
}

/** The command as it is, where no sandbox can be made for it. @throws sandbox_missing where there has to be one */
export function unconfined(program: string, argv: readonly string[], why: string): Confined {
  if (sandboxSetting(process.env) === 'require') throw mediaError('sandbox_missing', { why });
  return { program, argv, confined: false };
}

/** Whether a sandbox could not be made for these very files, such as some on a file system that lets nobody else in: then nothing has run. */
export const couldNotBeMade = (code: number | null, firstLine: string): boolean =>
  code === 1 && firstLine.startsWith('bwrap: ');

/** How this machine runs ffmpeg and ffprobe. */
export interface SandboxState {
  setting: SandboxSetting;
  /** The program that makes it; null where there is none. */
  by: string | null;
  /** Why there is none; null where there is one. */
  why: string | null;
}

/** What `sandboxed` would do with these programs. @throws request_invalid */
export async function sandboxHere(programs: readonly string[], env: NodeJS.ProcessEnv): Promise<SandboxState> {
  const setting = sandboxSetting(env);
  if (setting === 'off') return { setting, by: null, why: 'MEDIA_JOBS_SANDBOX=off' };
  const why = (await Promise.all(programs.map(whyNoSandbox))).find((one) => one !== null) ?? null;
  return { setting, by: why === null ? (BUBBLEWRAP ?? null) : null, why };
}

/** By its usual place first: a service's PATH may be empty. */
const BUBBLEWRAP = ['/usr/bin/bwrap', ...placesOnPath('bwrap', process.env)].find((path) => existsSync(path));

/** Why a program cannot be run in a sandbox here; null when it can. */
async function whyNoSandbox(program: string): Promise<string | null> {
  if (process.platform !== 'linux') return 'bubblewrap is for Linux alone';
  if (BUBBLEWRAP === undefined) return 'bubblewrap (bwrap) is not installed';
  return tried({ path: program }).catch((error: unknown) => (error as Error).message);
}

const ANSWER_WITHIN_MS = 15_000;
const LONGEST_REASON = 300;

/**
 * Whether a program answers from inside: containers often forbid what a sandbox needs, and a build's libraries, or what a script starts, may lie anywhere. An answer
 * that came too late is asked for again.
 */
const tried = oncePerBuild(async ({ path }: { path: string }): Promise<string | null> => {
  const view = await viewOf(path, { read: [], write: [], remote: false });
  const run = await execa(BUBBLEWRAP ?? '', [...view, '--', path, '-hide_banner', '-formats'], {
    ...brief(),
    stdin: 'ignore',
    timeout: ANSWER_WITHIN_MS,
    killSignal: 'SIGKILL',
  });
  if (run.timedOut) throw new Error(`${path} does not answer in it`);
  if (run.exitCode === 0 && run.stdout.includes('matroska')) return null;
  const said = run.stderr.trim().split('\n').at(-1) ?? '';
  return `${path} does not run in it (${said.slice(0, LONGEST_REASON) || `exit code ${run.exitCode ?? 'unknown'}`})`;
});
