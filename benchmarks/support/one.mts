// Runs one benchmark, in a process of its own so that what others have loaded and warmed does not count, and tells run.mts its outcome.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findBinaries } from '../../dist/src/index.js';
import type { Benchmark, Outcome } from './benchmark.mts';
import { machineOf } from './machine.mts';
import type { Machine } from './machine.mts';

/** null: it is none for `--check`. */
export type Told = { outcome: Outcome; machine: Machine } | null;

const [, , name = '', flag] = process.argv;
const checking = flag === '--check';
const { benchmark } = (await import(`../${name}.mts`)) as { benchmark: Benchmark };
const tell = (told: Told) => process.send?.(told);
if (checking && !benchmark.cheap) tell(null);
else {
  const binaries = await findBinaries();
  const folder = await mkdtemp(join(tmpdir(), 'media-jobs-bench-'));
  try {
    tell({ outcome: await benchmark.run({ binaries, folder, checking }), machine: machineOf(binaries) });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
