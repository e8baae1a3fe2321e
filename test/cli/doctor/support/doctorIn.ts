import { mkdir, mkdtemp, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Diagnosis } from '../../../../src/cli/doctor/diagnosis';
import { cli } from '../../../support/cli';
import type { CliRun } from '../../../support/cli';

/** A new folder that holds "bin" for programs, "tmp" for what is kept for a moment, and "work", where the command is run. */
export async function doctorFolder(): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'doctor-'));
  for (const name of ['bin', 'tmp', 'work']) await mkdir(join(root, name));
  return root;
}

/** Runs `media-jobs doctor` there, which leaves nothing behind. */
export async function doctorIn(
  root: string,
  words: string[] = [],
  env: Record<string, string | undefined> = {},
): Promise<CliRun & { diagnosis: Diagnosis }> {
  const ended = await cli(['doctor', ...words], {
    cwd: join(root, 'work'),
    env: { TMPDIR: join(root, 'tmp'), ...env },
  });
  expect(await readdir(join(root, 'tmp'))).toEqual([]);
  expect(await readdir(join(root, 'work'))).toEqual([]);
  expect(ended.lines).toHaveLength(1);
  return { ...ended, diagnosis: JSON.parse(ended.lines[0] ?? '') as Diagnosis };
}
