import { existsSync, readFileSync } from 'node:fs';
import type { ProcessBounds } from '../job/processBounds';

/** A program and its arguments. */
export interface Command {
  program: string;
  argv: readonly string[];
}

/** Part of util-linux; by its place, since a service's PATH may be empty. Alpine and other systems have none: what a job costs is watched there all the same. */
const PRLIMIT = ['/usr/bin/prlimit', '/bin/prlimit'].find((path) => process.platform === 'linux' && existsSync(path));

/** CPU seconds between the signal that asks ffmpeg to end, and the one that ends it. */
const GRACE = 5;

/** A command that runs under the kernel's limits (setrlimit(2)), so that neither a hang nor a flood of bytes depends on this process noticing it. A crash leaves no core file. */
export function withResourceLimits(command: Command, bounds: ProcessBounds | undefined): Command {
  if (PRLIMIT === undefined || bounds === undefined) return command;
  const { cpu, file } = inherited();
  const flags = [
    ...(Number.isFinite(bounds.cpuSeconds) ? [`--cpu=${pair(Math.ceil(bounds.cpuSeconds), cpu, GRACE)}`] : []),
    ...(Number.isFinite(bounds.fileBytes) ? [`--fsize=${pair(Math.ceil(bounds.fileBytes), file)}`] : []),
    '--core=0',
  ];
  return { program: PRLIMIT, argv: [...flags, '--', command.program, ...command.argv] };
}

/** Soft and hard limit, neither above what this process has been given itself: only root could raise that. */
const pair = (wanted: number, most: number, grace = 0): string =>
  `${Math.min(wanted, most)}:${Math.min(wanted + grace, most)}`;

interface Inherited {
  cpu: number;
  file: number;
}
let known: Inherited | undefined;

function inherited(): Inherited {
  known ??= hardLimits(readFileSync('/proc/self/limits', 'utf8'));
  return known;
}

/** Pure: the hard limits on CPU seconds and bytes of a file, as proc(5) lists them. */
export function hardLimits(text: string): Inherited {
  const of = (name: string) => {
    const [, hard] =
      text
        .split('\n')
        .find((line) => line.startsWith(name))
        ?.slice(name.length)
        .trim()
        .split(/ +/) ?? [];
    return hard === undefined || hard === 'unlimited' ? Infinity : Number(hard);
  };
  return { cpu: of('Max cpu time'), file: of('Max file size') };
}
