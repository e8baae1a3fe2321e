import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { runProgram } from './programs';

/** Command lines of the running processes that name a text, such as a folder. */
export async function processesNaming(text: string): Promise<string[]> {
  const lines = process.platform === 'linux' ? await commandLines() : (await runProgram('ps', ['-A', '-o', 'args'])).stdout.toString().split('\n');
  return lines.filter((line) => line.includes(text));
}

async function commandLines(): Promise<string[]> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(ids.map((id) => readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '')));
  return lines.map((line) => line.replaceAll('\0', ' '));
}

/** Looks again and again until there is an answer. @throws Error when there is none for half a minute */
export async function eventually<T>(look: () => Promise<T | null | undefined | false>): Promise<T> {
  for (let times = 0; times < 1500; times++) {
    const found = await look();
    if (found !== null && found !== undefined && found !== false) return found;
    await pause(20);
  }
  throw new Error(`This never came: ${look.toString()}`);
}
