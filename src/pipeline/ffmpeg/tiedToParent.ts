import { existsSync } from 'node:fs';
import { execa } from 'execa';
import { brief } from './childEnv';

/** How a child's life is tied to this process's: by the kernel, by a shell that watches a pipe, or (Windows) not at all. */
export type Tie = 'setpriv' | 'sh' | 'none';

/** What to start instead of a program, so that it cannot outlive this process. */
export interface TiedCommand {
  file: string;
  args: string[];
  /** `pipe`: the child's end is its proof that this process lives, and has to stay open and unused. */
  stdin: 'ignore' | 'pipe';
}

/**
 * The shell's part, constant: arguments come in as "$@". The program runs in the background with nothing to read; beside it a reader waits for the
 * end of the pipe on stdin, which comes when this process is gone however it went, and then kills the whole group: the program and what it has started.
 */
const WATCHED =
  'exec 3<&0; "$@" </dev/null 3<&- & p=$!; (read -r _ <&3; kill -KILL 0) & w=$!; exec 3<&-; wait $p; r=$?; kill -KILL $w; exit $r';

/**
 * Once the kernel has been told to end the program with its parent: goes on unless the parent, whose number is "$0", has ended before that and will not
 * end again. A shell reads $PPID when it starts.
 */
const UNLESS_ORPHANED = 'test "$PPID" = "$0" && exec "$@"';

/** By its place: a service's PATH may be empty. */
const SHELL = '/bin/sh';
const NICE = ['/usr/bin/nice', '/bin/nice'].find((path) => existsSync(path));

/**
 * A program and its arguments as a command that ends with this process, even when this process is killed in a way that leaves it no last word. It has to lead
 * a process group.
 * @param nice steps by which the program stands back; it starts with them, so that all of its threads have them
 */
export async function tiedToParent(
  program: string,
  argv: readonly string[],
  { tie, nice = 0 }: { tie?: Tie | undefined; nice?: number } = {},
): Promise<TiedCommand> {
  const command = nice > 0 && NICE !== undefined ? [NICE, '-n', `${nice}`, program, ...argv] : [program, ...argv];
  switch (tie ?? (await tieHere())) {
    case 'setpriv':
      // setpriv, the shell and nice become the program (exec), so the process id, the pipes and the signals are the program's own.
      return {
        file: 'setpriv',
        args: ['--pdeathsig', 'KILL', SHELL, '-c', UNLESS_ORPHANED, `${process.pid}`, ...command],
        stdin: 'ignore',
      };
    case 'sh':
      return { file: SHELL, args: ['-c', WATCHED, 'sh', ...command], stdin: 'pipe' };
    case 'none':
      return { file: command[0] ?? program, args: command.slice(1), stdin: 'ignore' };
  }
}

let known: Promise<Tie> | undefined;

/** The best tie that works here, found out once. Alpine's own setpriv (busybox) lacks `--pdeathsig`, so it is tried and not only looked for. */
export function tieHere(): Promise<Tie> {
  known ??= process.platform === 'win32' ? Promise.resolve('none') : find();
  return known;
}

async function find(): Promise<Tie> {
  if (process.platform === 'linux' && existsSync(SHELL)) {
    const { exitCode } = await execa('setpriv', ['--pdeathsig', 'KILL', process.execPath, '--version'], {
      ...brief(),
      stdio: 'ignore',
      timeout: 5000,
    });
    if (exitCode === 0) return 'setpriv';
  }
  return existsSync(SHELL) ? 'sh' : 'none';
}
