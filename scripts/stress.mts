// Kills the engine of stored jobs (SIGKILL) again and again, and looks whether every job has ended once, with one result, and nothing is left.
// node scripts/stress.mts [number of kills, 200] [seed]; needs a build before it. A quarter of the kills hits each point of a job in turn, the others any time.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findBinaries } from '../dist/src/pipeline/ffmpeg/find.js';
import { Killing, SHAPE_NAMES } from '../test/jobs/support/killing.mts';
import { POINTS } from '../test/jobs/support/points.mts';
import { seeded } from '../test/support/seeded.mts';

const [kills, seed] = [Number(process.argv[2] ?? 200), Number(process.argv[3] ?? Date.now() % 100_000)];
/** The latest time of a kill after the engine has begun (ms). */
const LATEST = 900;

const folder = mkdtempSync(join(tmpdir(), 'media-jobs-stress-'));
const killing = await Killing.open({
  root: join(import.meta.dirname, '..'),
  folder,
  ffmpeg: (await findBinaries()).ffmpeg.path,
});
const random = seeded(seed);
const oneOf = <T,>(all: readonly T[]): T => all[Math.floor(random() * all.length)] as T;
const begun = Date.now();
try {
  for (let index = 0; index < kills / 4; index += 1)
    await killing.add(oneOf(SHAPE_NAMES), POINTS[index % POINTS.length]);
  await killing.runAll();
  while (killing.kills < kills) {
    if (killing.kills % 2 === 0) await killing.add(oneOf(SHAPE_NAMES));
    await killing.add(oneOf(SHAPE_NAMES));
    await killing.runFor(random() * LATEST);
    if (killing.kills % 20 === 0) console.log(`${killing.kills} kills`);
  }
  await killing.runAll();
  const problems = await killing.problems();
  console.log(
    `${killing.kills} kills, seed ${seed}, ${Math.round((Date.now() - begun) / 1000)} s: ${problems.length === 0 ? 'all jobs ended once, and nothing is left' : `${problems.length} problems`}`,
  );
  for (const problem of problems) console.log(problem);
  process.exitCode = problems.length === 0 ? 0 : 1;
} finally {
  await killing.close();
  rmSync(folder, { recursive: true, force: true });
}
