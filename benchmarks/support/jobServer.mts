// `media-jobs serve` in a process of its own, for as long as a benchmark asks it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** Answers the status, the body and how long it took (ms). */
export type Ask = (path: string, init?: RequestInit) => Promise<{ status: number; body: unknown; ms: number }>;

/** Where a server is, and who may ask it. */
export interface Address {
  url: string;
  key: string;
}

export const askAt =
  ({ url, key }: Address): Ask =>
  async (path, init = {}) => {
    const began = performance.now();
    const response = await fetch(new URL(path, url), { ...init, headers: { authorization: `Bearer ${key}` } });
    const body: unknown = await response.json();
    return { status: response.status, body, ms: performance.now() - began };
  };

/** @param home its folder */
export async function withServer(home: string, use: (ask: Ask, address: Address) => Promise<void>): Promise<void> {
  const child = spawn(
    process.execPath,
    ['dist/src/cli/main.js', 'serve', '--port', '0', '--data', home, '--json', '--grace', '0'],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const exit = once(child, 'exit');
  try {
    const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
    const { url, api_key: key } = JSON.parse(line) as { url: string; api_key: string };
    await use(askAt({ url, key }), { url, key });
  } finally {
    child.kill('SIGTERM');
    await exit;
  }
}
