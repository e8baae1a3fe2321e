import { PassThrough, Readable } from 'node:stream';
import { runCli } from '../../src/cli/cli';
import type { Io } from '../../src/cli/io';

const ESCAPE = '\u001b';

export interface HereUse {
  cwd: string;
  env?: NodeJS.ProcessEnv;
  signal?: AbortSignal;
  /** Whether standard output and error say that they are a terminal; they do unless told otherwise. */
  terminal?: boolean;
  /** Standard input; a terminal that nobody types at unless given. */
  input?: string;
}

export interface HereRun {
  code: number;
  /** What was written to standard output, with what the cursor did. */
  screen: string;
  /** The words of it. */
  text: string;
  stderr: string;
}

/** Runs the command line in this process. */
export async function runHere(
  words: readonly string[],
  { cwd, env = process.env, signal = new AbortController().signal, terminal = true, input }: HereUse,
): Promise<HereRun> {
  const screen = { stdout: '', stderr: '' };
  const stream = (name: 'stdout' | 'stderr') => {
    const through = new PassThrough();
    through.on('data', (chunk: Buffer) => {
      screen[name] += chunk.toString();
    });
    return Object.assign(through, { isTTY: terminal, columns: 120 });
  };
  const stdin = Object.assign(Readable.from(input === undefined ? [] : [Buffer.from(input)]), {
    isTTY: input === undefined,
  });
  const io: Io = { stdin, stdout: stream('stdout'), stderr: stream('stderr'), env, cwd };
  const code = await runCli(words, io, signal);
  const text = screen.stdout.replace(new RegExp(`${ESCAPE}(?:\\[[0-9;?]*[A-Za-z]|[78])`, 'g'), '');
  return { code, screen: screen.stdout, text, stderr: screen.stderr };
}
