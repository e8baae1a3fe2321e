import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { Job } from '../../src/pipeline/job/job';

const MAIN = join(__dirname, '../../dist/src/cli/main.js');

export interface CliUse {
  /** The working folder. */
  cwd: string;
  /** Set in the environment, or taken out of it where undefined. */
  env?: Record<string, string | undefined>;
  /** Standard input; closed by default. */
  input?: Buffer;
  /** Gets the process as soon as there is one. */
  onStart?: (child: ChildProcess) => void;
  /** Gets the process and each line of standard output as it comes. */
  onLine?: (line: string, child: ChildProcess) => void;
}

export interface CliRun {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: Buffer;
  stderr: string;
  /** The lines of standard output. */
  lines: string[];
}

/** Runs the built command line in a process of its own, without a terminal. */
export function cli(words: readonly string[], { cwd, env = {}, input, onStart, onLine }: CliUse): Promise<CliRun> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [MAIN, ...words], {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    onStart?.(child);
    const stdout: Buffer[] = [];
    let stderr = '';
    let rest = '';
    child.stdout.on('data', (chunk: Buffer) => {
      stdout.push(chunk);
      const lines = (rest + chunk.toString()).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) onLine?.(line, child);
    });
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    // A command that has read enough, or nothing, closes its end.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
    child.on('error', reject);
    child.on('close', (code, signal) => {
      const all = Buffer.concat(stdout);
      resolve({
        code,
        signal,
        stdout: all,
        stderr,
        lines: all
          .toString()
          .split('\n')
          .filter((line) => line !== ''),
      });
    });
  });
}

/** The last line as JSON: the ended job, or an error. */
export const last = ({ lines }: CliRun): Job & { kind: string; message?: string } =>
  JSON.parse(lines.at(-1) ?? 'null') as Job & { kind: string; message?: string };
