import { constants } from 'node:os';
import { jobScope } from '../job/jobScope';
import { LIMIT_SETTINGS } from '../job/limits';
import { throwIfCancelled } from '../errors/cancelled';
import { runChild } from './child';
import type { ChildEnd } from './child';
import type { Binary } from './find';
import { logReader } from './log';
import type { RunLog } from './log';
import { progressReader } from './progress';
import type { Tie } from './tiedToParent';
import { mediaError } from '../errors/mediaError';
import type { MediaJobError } from '../errors/mediaError';
import { nameOf } from '../media/nameOf';

export interface RunOptions {
  signal: AbortSignal;
  /** Seconds of result written so far. */
  onSeconds?: (seconds: number) => void;
  /** Frames of the picture encoded so far. */
  onFrames?: (frames: number) => void;
  /** What ffmpeg writes to its standard output; there is no `onSeconds` then. */
  onBytes?: (bytes: Uint8Array) => void;
  /** Each line of its log. */
  onLog?: (line: string) => void;
  /** Added to the child's environment. */
  env?: Record<string, string>;
  /** Files that filters read. */
  reads?: readonly string[];
  /** The folder that relative names are in, absolute; absent: there are none. */
  cwd?: string;
  /** Another way of tying ffmpeg's life to this process's than the best one here. */
  tie?: Tie;
}

/**
 * Flags that belong to running and not to the plan: progress on stdout, log on stderr with a level on every line and no line summed up or
 * overwritten, no keyboard, overwriting inside our own folder.
 */
const RUN_FLAGS = ['-hide_banner', '-nostdin', '-nostats', '-y', '-loglevel', 'repeat+level+verbose'];
const PROGRESS = ['-progress', 'pipe:1'];

/** ffmpeg's exit code when more packets were refused by a decoder than it likes. It has ended its work all the same: whether that will do is judged by looking. */
const TOO_MANY_REFUSED = 69;

/**
 * Runs ffmpeg to its end and answers what it said of its input; that it ended well does not mean that the output is whole.
 * @throws sandbox_missing, cancelled, disk_full, limit_exceeded, encode_killed, encode_failed, input_damaged when ffmpeg gave up because nothing could be decoded
 */
export async function runFfmpeg(
  ffmpeg: Binary,
  argv: readonly string[],
  { signal, onSeconds, onFrames, onBytes, onLog, env, reads, cwd, tie }: RunOptions,
): Promise<RunLog> {
  throwIfCancelled(signal);
  const scope = jobScope.getStore();
  const log = logReader();
  const reached = (seconds: number) => {
    log.reached(seconds);
    scope?.reached?.({ seconds });
    onSeconds?.(seconds);
  };
  const counted = (frames: number) => {
    scope?.reached?.({ frames });
    onFrames?.(frames);
  };
  const onStdout = progressReader({ onSeconds: reached, onFrames: counted });
  const reading = onBytes ? { onBytes } : { onStdout };
  const end = await runChild(ffmpeg.path, [...RUN_FLAGS, ...(onBytes ? [] : PROGRESS), ...argv], {
    signal,
    ...reading,
    onStderr: (line) => {
      log.read(line);
      onLog?.(line);
    },
    env: { ...ffmpeg.env, ...env },
    ...(reads && { reads }),
    cwd,
    ...(tie && { tie }),
  });
  throwIfCancelled(signal);
  const said = log.ended();
  // A full disk at the very end of a file is only mentioned: ffmpeg ends with 0.
  if (said.diskFull || (end.code !== 0 && end.code !== TOO_MANY_REFUSED)) throw failure(end, said, argv);
  return said;
}

/** Signals by which a program ends that has itself gone wrong. */
const CRASHES: readonly NodeJS.Signals[] = ['SIGSEGV', 'SIGABRT', 'SIGBUS', 'SIGILL', 'SIGFPE', 'SIGTRAP', 'SIGSYS'];

/** Signals by which the kernel ends a program that is past a limit (setrlimit(2)). */
const PAST_LIMIT: Record<string, string | undefined> = {
  SIGXCPU: `the conversion took more processor time than it is given (${LIMIT_SETTINGS.cpuSeconds})`,
  SIGXFSZ: 'the conversion wrote far more bytes than its result should have',
};

function failure({ code, signal, message }: ChildEnd, said: RunLog, argv: readonly string[]): MediaJobError {
  const cause = new Error(said.tail.join('\n'), { cause: message });
  if (said.diskFull) return mediaError('disk_full', { where: '' }, cause);
  if (signal !== null && CRASHES.includes(signal))
    return mediaError('encode_failed', { why: `ffmpeg crashed (${signal})` }, cause);
  // ffmpeg takes some signals for a wish that it ends, and does so by itself.
  const ended = signal ?? (said.askedToEnd === null ? null : signalName(said.askedToEnd));
  const why = PAST_LIMIT[ended ?? ''];
  if (why !== undefined) return mediaError('limit_exceeded', { why }, cause);
  if (ended !== null) return mediaError('encode_killed', { signal: ended }, cause);
  if (said.refused)
    return mediaError(
      'input_damaged',
      { input: inputName(argv), why: `it cannot be decoded (${said.lastError ?? 'ffmpeg gave up'})` },
      cause,
    );
  // Without a word of its own: what started it may have said something, or it never started.
  return mediaError(
    'encode_failed',
    { why: said.lastError ?? said.tail.at(-1) ?? (code === null ? message : `ffmpeg ended with ${code}`) },
    cause,
  );
}

const signalName = (number: number): string =>
  Object.entries(constants.signals).find(([, value]) => value === number)?.[0] ?? `signal ${number}`;

const inputName = (argv: readonly string[]): string => nameOf(argv[argv.lastIndexOf('-i') + 1] ?? '');
