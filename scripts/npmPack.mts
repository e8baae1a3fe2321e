import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const ROOT = join(import.meta.dirname, '..');

interface Packed {
  filename: string;
  /** Bytes. */
  unpackedSize: number;
  files: { path: string; mode: number }[];
}

/** Packs the built package as npm would publish it. @param argv where to put it, or `--dry-run` */
export async function npmPack(...argv: string[]): Promise<Packed> {
  const { stdout } = await promisify(execFile)('npm', ['pack', '--json', '--ignore-scripts', ...argv], {
    cwd: ROOT,
    maxBuffer: 16_000_000,
  });
  const [packed] = JSON.parse(stdout) as Packed[];
  if (packed === undefined) throw new Error('npm pack answered nothing');
  return packed;
}
