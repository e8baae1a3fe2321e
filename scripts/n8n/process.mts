import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

const START_MS = 120_000;
const STOP_MS = 15_000;

/** What n8n is started as, and the last thing that it says at its start. */
export const N8N_COMMANDS = {
  // /healthz/readiness is before that: active workflows are not taken up again by then.
  start: 'Editor is now accessible',
  worker: 'n8n worker is now ready',
};

export interface N8nProcessOptions {
  /** Of an n8n that is installed. */
  program: string;
  command: keyof typeof N8N_COMMANDS;
  folder: string;
  env: NodeJS.ProcessEnv;
}

/** One process of n8n, which can be started and ended again and again. */
export class N8nProcess {
  private readonly options: N8nProcessOptions;
  private child: ChildProcess | undefined;
  private said = '';

  constructor(options: N8nProcessOptions) {
    this.options = options;
  }

  /** What it has printed since it was first started. */
  log(): string {
    return this.said;
  }

  /** Starts it. Ends when it is ready. @throws Error with what it printed when it is not within two minutes */
  async launch(): Promise<void> {
    const { program, command, folder, env } = this.options;
    // Should this process be killed, n8n goes with it.
    const tied = process.platform === 'linux' ? ['setpriv', '--pdeathsig', 'KILL'] : [];
    const [first, ...argv] = [...tied, process.execPath, program, command];
    const child = spawn(first, argv, { cwd: folder, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    this.child = child;
    const begin = this.said.length;
    await new Promise<void>((resolve, reject) => {
      const fail = (how: string) => {
        clearTimeout(timer);
        reject(new Error(`n8n ${how}. It printed:\n${this.said.slice(begin)}`));
      };
      const timer = setTimeout(fail, START_MS, `was not ready after ${START_MS / 1000} s`);
      for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding('utf8').on('data', (chunk: string) => {
          this.said += chunk;
          if (!this.said.includes(N8N_COMMANDS[command], begin)) return;
          clearTimeout(timer);
          resolve();
        });
      }
      child.once('error', (error) => fail(`could not be started: ${error.message}`));
      child.once('exit', (code, signal) => fail(`ended with ${signal ?? code ?? '?'}`));
    });
  }

  /** Ends it as a service manager does. */
  async quit(): Promise<void> {
    const timer = setTimeout(() => this.child?.kill('SIGKILL'), STOP_MS);
    await this.end('SIGTERM').finally(() => clearTimeout(timer));
  }

  /** Ends this process, and it alone, as a crash does. */
  kill(): Promise<void> {
    return this.end('SIGKILL');
  }

  /** Ends when it has ended by itself. */
  async ended(): Promise<void> {
    if (this.child?.exitCode === null && this.child.signalCode === null) await once(this.child, 'exit');
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    if (this.child?.pid === undefined) return;
    this.child.kill(signal);
    await this.ended();
  }
}
