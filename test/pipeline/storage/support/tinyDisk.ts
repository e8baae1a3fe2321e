import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Why no disk can be mounted here; null: it can. */
function obstacle(): string | null {
  if (process.platform !== 'linux') return "tmpfs is Linux's";
  try {
    tinyDisk(64).remove();
    return null;
  } catch {
    return 'mounting needs root';
  }
}

export interface TinyDisk {
  path: string;
  remove(): void;
}

/** A disk in memory of so many KiB. */
export function tinyDisk(kib: number): TinyDisk {
  const path = mkdtempSync(join(tmpdir(), 'tiny-disk-'));
  const remove = (): void => {
    rmdirSync(path);
  };
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${kib}k`, 'tiny', path], { stdio: 'ignore' });
  } catch (error) {
    remove();
    throw error;
  }
  return {
    path,
    remove: () => {
      execFileSync('umount', [path]);
      remove();
    },
  };
}

const why = obstacle();
/** `it` for tests that mount a disk; skipped by name where that is not possible. */
export const itWithDisk: (name: string, test: () => Promise<void>) => void =
  why === null
    ? it
    : (name, test) => {
        it.skip(`${name} (skipped: ${why})`, test);
      };
