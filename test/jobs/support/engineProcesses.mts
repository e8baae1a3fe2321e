import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { Settings } from './engineProcess.mts';

/** So short that nobody waits, with a lease that a busy machine does not miss: a process that is killed is noticed at once all the same. */
export const QUICK: Settings['rhythm'] = { poll: 20, beat: 100, lease: 60_000, housekeeping: 600_000 };

export interface EngineProcess {
  child: ChildProcess;
  /** Resolves when it looks for jobs. */
  ready: Promise<void>;
  /** The signal that ended it, or its exit code. */
  ended: Promise<NodeJS.Signals | number>;
  /** What it has written to standard error. */
  said: () => string;
}

/** Starts an engine in a process of its own. @param root folder of the package, which has been built @param env holds MEDIA_JOBS_HOME */
export function startEngine(root: string, env: NodeJS.ProcessEnv, settings: Partial<Settings> = {}): EngineProcess {
  const all: Settings = { concurrency: 1, rhythm: QUICK, ...settings };
  const child = spawn(process.execPath, [join(root, 'test/jobs/support/engineProcess.mts'), JSON.stringify(all)], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const ended = new Promise<NodeJS.Signals | number>((resolve) =>
    child.once('close', (code, signal) => resolve(signal ?? code ?? NaN)),
  );
  const ready = new Promise<void>((resolve, reject) => {
    child.stdout.once('data', () => resolve());
    // One that ends itself as soon as it starts has been ready, too.
    void ended.then((how) =>
      how === 'SIGKILL' || how === 0 ? resolve() : reject(new Error(`The engine ended with ${how}: ${said}`)),
    );
  });
  ready.catch(() => undefined);
  return { child, ready, ended, said: () => said };
}
