import { stat } from 'node:fs/promises';
import { execa } from 'execa';
import { brief } from './childEnv';
import type { Tool } from './bundled';

/** What a binary says of itself. */
export interface Version {
  /** As it prints it: `7.1`, `5.1.9-0+deb12u1`, `N-47683-g0e8eb07980-static`. */
  version: string;
  /** The release; null for a build from git or of a date, whose name tells none. */
  major: number | null;
  /** Release 5 or newer; a build without a release number is judged by its libavutil. */
  recent: boolean;
}

/** Why a path does not do. */
export interface Unusable {
  why: string;
  /** Nothing is there. */
  absent: boolean;
}

const ANSWER_WITHIN_MS = 15_000;
/** The libavutil that came with release 5. */
const LIBAVUTIL_OF_5 = 57;

/** Reads what `ffmpeg -version` or `ffprobe -version` prints; null where it is not that tool. */
export function parseVersion(tool: Tool, text: string): Version | null {
  const version = /^(ff\w+) version (\S+)/.exec(text);
  if (version?.[1] !== tool || version[2] === undefined) return null;
  const release = /^n?(\d{1,2})(?=\.|$)/.exec(version[2])?.[1];
  const major = release === undefined ? null : Number(release);
  const libavutil = Number(/^libavutil\s+(\d+)\./m.exec(text)?.[1] ?? 0);
  return { version: version[2], major, recent: major === null ? libavutil >= LIBAVUTIL_OF_5 : major >= 5 };
}

/** Runs `path -version`; says in words why a path does not do. */
export async function readVersion(tool: Tool, path: string): Promise<Version | Unusable> {
  const unusable = (what: string, absent = false): Unusable => ({ why: `${path} ${what}`, absent });
  const file = await stat(path).catch(() => null);
  if (file === null) return unusable('does not exist', true);
  if (file.isDirectory()) return unusable('is a folder');
  const run = await execa(path, ['-version'], {
    ...brief(),
    stdin: 'ignore',
    timeout: ANSWER_WITHIN_MS,
    killSignal: 'SIGKILL',
    maxBuffer: 1_000_000,
  });
  if (run.timedOut) return unusable('does not answer');
  if (run.exitCode === undefined) return unusable(`does not run (${run.code ?? run.signal ?? 'no exit code'})`);
  if (run.exitCode !== 0) return unusable(`does not run (exit code ${run.exitCode})`);
  return parseVersion(tool, run.stdout) ?? unusable(`is not ${tool}`);
}
