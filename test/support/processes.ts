import { readdir, readFile, readlink } from 'node:fs/promises';
import { basename } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { runProgram } from './programs';

/** Command lines of the running processes that name a text, such as a folder. */
export async function processesNaming(text: string): Promise<string[]> {
  const lines =
    process.platform === 'linux'
      ? await commandLines()
      : (await runProgram('ps', ['-A', '-o', 'args'])).stdout.toString().split('\n');
  return lines.filter((line) => line.includes(text));
}

const processIds = async (): Promise<string[]> => (await readdir('/proc')).filter((name) => /^\d+$/.test(name));

const commandLine = async (id: string): Promise<string> =>
  (await readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '')).replaceAll('\0', ' ');

const commandLines = async (): Promise<string[]> => Promise.all((await processIds()).map(commandLine));

export interface RunningProcess {
  pid: number;
  /** Name of the file that it runs. */
  program: string;
  commandLine: string;
}

/** The processes that name a folder on their command line or in their environment, whoever their parent is now. Linux only. */
export async function processesOf(folder: string): Promise<RunningProcess[]> {
  const all = await Promise.all(
    (await processIds()).map(async (id) => {
      const line = await commandLine(id);
      const environment = await readFile(`/proc/${id}/environ`, 'utf8').catch(() => '');
      if (!line.includes(folder) && !environment.includes(folder)) return [];
      // One that has ended in the meantime has no file.
      const file = await readlink(`/proc/${id}/exe`).catch(() => null);
      return file === null ? [] : [{ pid: Number(id), program: basename(file), commandLine: line }];
    }),
  );
  return all.flat();
}

/** Ends processes at once. */
export function endProcesses(processes: readonly RunningProcess[]): void {
  for (const { pid } of processes) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  }
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
