import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Job } from '../../src/pipeline/job/job';
import { isEnded } from '../../src/pipeline/job/job';
import { eventually } from './processes';

const MAIN = join(__dirname, '../../dist/src/cli/main.js');

export interface ServedCli {
  url: string;
  key: string;
  /** A request with the key. */
  ask(path: string, init?: Omit<RequestInit, 'headers'>): Promise<Response>;
  /** The job when it has ended. */
  ended(id: string): Promise<Job>;
  stop(): Promise<void>;
}

/** Runs `media-jobs serve` in a process of its own, on a free port, with a data folder of its own. */
export async function servedCli(env: NodeJS.ProcessEnv = {}): Promise<ServedCli> {
  const folder = mkdtempSync(join(tmpdir(), 'media-jobs-serve-'));
  const child = spawn(process.execPath, [MAIN, 'serve', '--port', '0', '--data', folder, '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, MEDIA_JOBS_API_KEY: undefined, ...env },
  });
  const exit = once(child, 'exit');
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  const { url, api_key: key } = JSON.parse(line) as { url: string; api_key: string };
  const ask: ServedCli['ask'] = (path, init = {}) =>
    fetch(new URL(path, url), { ...init, headers: { authorization: `Bearer ${key}` } });
  return {
    url,
    key,
    ask,
    ended: (id) =>
      eventually(async () => {
        const job = (await (await ask(`/jobs/${id}`)).json()) as Job;
        return isEnded(job) && job;
      }),
    stop: async () => {
      child.kill('SIGTERM');
      await exit;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
