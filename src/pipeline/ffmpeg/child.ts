import { execa } from 'execa';
import { jobScope } from '../job/jobScope';
import { childEnv } from './childEnv';
import { withResourceLimits } from './resourceLimits';
import { couldNotBeMade, sandboxed, unconfined } from './sandbox';
import type { Confined } from './sandbox';
import { tiedToParent } from './tiedToParent';
import type { Tie } from './tiedToParent';

export interface ChildUse {
  /** Ends the child: SIGTERM, and SIGKILL if it is still there after a grace. */
  signal: AbortSignal;
  /** Each line of its output, without the line end. Without a reader the output is thrown away. */
  onStdout?: (line: string) => void;
  onStderr?: (line: string) => void;
  /** Its standard output as bytes, instead of lines. */
  onBytes?: (bytes: Uint8Array) => void;
  /** Added to its environment, which holds little else. */
  env?: Record<string, string>;
  /** Files that it reads although no input names them: what stands in a filter. */
  reads?: readonly string[];
  /** The folder that it works in, absolute; absent: it names all files by their whole paths. */
  cwd?: string | undefined;
  /** Another way of tying it to this process than the best one here. */
  tie?: Tie;
  /** It confines what it reads by itself, as WebAssembly does: no sandbox is made around it. */
  plain?: boolean;
}

/** How a child ended. */
export interface ChildEnd {
  /** null when a signal ended it, or when it could not be started. */
  code: number | null;
  signal: NodeJS.Signals | null;
  /** Why it did not start, or how it ended, in words. */
  message: string;
}

/** How long a child has to end after SIGTERM before SIGKILL. */
const GRACE_MS = 2000;

/**
 * Runs ffmpeg or ffprobe to its end in a process group of its own, reading its output line by line so that none is too long.
 * How it ends is an answer; when the promise settles the whole group is gone.
 * @throws sandbox_missing where there has to be one and none can be made; request_invalid
 */
export async function runChild(program: string, argv: readonly string[], use: ChildUse): Promise<ChildEnd> {
  const environment = { ...childEnv(), ...use.env };
  const inside = use.plain
    ? { program, argv, confined: false }
    : await sandboxed(program, argv, { reads: use.reads, env: environment, cwd: use.cwd });
  const { first, ...ended } = await run(inside, use, environment);
  if (!inside.confined || !couldNotBeMade(ended.code, first)) return ended;
  return run(unconfined(program, argv, first), use, environment);
}

/** @returns also the first line of its standard error */
async function run(
  inside: Confined,
  { signal, onStdout, onStderr, onBytes, cwd, tie }: ChildUse,
  environment: NodeJS.ProcessEnv,
): Promise<ChildEnd & { first: string }> {
  const scope = jobScope.getStore();
  // Around the sandbox: what limits it limits all that is in it, and prlimit need not be seen inside.
  const limited = withResourceLimits(inside, scope?.bounds);
  const { file, args, stdin } = await tiedToParent(limited.program, limited.argv, {
    // A sandbox that is killed while it is set up would leave what is to be in it: a whole group is killed, or nothing.
    tie: tie ?? (inside.confined ? 'sh' : undefined),
    ...(scope && { nice: scope.nice }),
  });
  let first = '';
  const readStderr = (line: string) => {
    first ||= line;
    onStderr?.(line);
  };
  const child = execa(file, args, {
    stdin,
    stdout: onStdout || onBytes ? 'pipe' : 'ignore',
    stderr: onStderr || inside.confined ? 'pipe' : 'ignore',
    buffer: false,
    reject: false,
    detached: process.platform !== 'win32',
    extendEnv: false,
    env: environment,
    cwd,
  });
  const { pid } = child;
  if (pid !== undefined) scope?.started?.(pid);
  const end = (how: NodeJS.Signals) => endGroup(pid, how);
  let killer: NodeJS.Timeout | undefined;
  const stop = () => {
    end('SIGTERM');
    killer = setTimeout(end, GRACE_MS, 'SIGKILL');
  };
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  // With the shell gone nobody watches the program, and it would hold its pipes, and this promise, open.
  if (stdin === 'pipe') child.nodeChildProcess.once('exit', () => end('SIGKILL'));
  try {
    const [ended] = await Promise.all([
      child,
      ...(onStdout ? [each(child.iterable({ from: 'stdout' }), onStdout)] : []),
      ...(onBytes ? [each(child.iterable({ from: 'stdout', binary: true }), onBytes)] : []),
      ...(onStderr || inside.confined ? [each(child.iterable({ from: 'stderr' }), readStderr)] : []),
    ]);
    return {
      first,
      ...meaningOf(ended.exitCode, ended.signal, stdin === 'pipe' || inside.confined),
      message: ended.originalMessage ?? ended.shortMessage ?? '',
    };
  } finally {
    signal.removeEventListener('abort', stop);
    clearTimeout(killer);
    if (pid !== undefined) scope?.ended?.(pid);
  }
}

function endGroup(pid: number | undefined, how: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, how);
  } catch {
    // It ended by itself in the meantime.
  }
}

/** What a shell or a sandbox answers for a program that a signal ended: 128 and the signal's number. */
const BY_SIGNAL: Record<number, NodeJS.Signals | undefined> = {
  130: 'SIGINT',
  132: 'SIGILL',
  134: 'SIGABRT',
  135: 'SIGBUS',
  136: 'SIGFPE',
  137: 'SIGKILL',
  139: 'SIGSEGV',
  143: 'SIGTERM',
  152: 'SIGXCPU',
  153: 'SIGXFSZ',
};

function meaningOf(
  code: number | undefined,
  signal: NodeJS.Signals | undefined,
  throughAnother: boolean,
): { code: number | null; signal: NodeJS.Signals | null } {
  const named = signal ?? (throughAnother && code !== undefined ? BY_SIGNAL[code] : undefined);
  return named === undefined ? { code: code ?? null, signal: null } : { code: null, signal: named };
}

async function each<T>(pieces: AsyncIterable<T>, read: (piece: T) => void): Promise<void> {
  for await (const piece of pieces) read(piece);
}
