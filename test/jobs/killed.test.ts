import { join } from 'node:path';
import { tempFolder } from '../pipeline/storage/support/tempFolder';
import { FFMPEG } from '../support/programs';
import { seeded } from '../support/seeded.mts';
import { Killing, SHAPE_NAMES } from './support/killing.mts';
import type { Shape } from './support/killing.mts';
import { POINTS } from './support/points.mts';

const folder = tempFolder();
let killing: Killing;
beforeEach(async () => {
  killing = await Killing.open({ root: join(__dirname, '../..'), folder: folder(), ffmpeg: FFMPEG });
});
afterEach(() => killing.close());

// The same with many more kills: node scripts/stress.mts

it('an engine that is killed at each point of a job: each job ends once, with one result, and nothing else is left', async () => {
  // Shapes in turn; an image is not encoded by a process of its own.
  const shapes = SHAPE_NAMES.filter((shape) => !shape.startsWith('an image'));
  for (const [index, point] of POINTS.entries()) await killing.add(shapes[index % shapes.length] as Shape, point);
  await killing.runAll();
  expect(killing.kills).toBe(POINTS.length);
  expect(await killing.problems()).toEqual([]);
}, 300_000);

it('an engine that is killed after its result was put where the user wanted it: the job ends well', async () => {
  for (const shape of [
    'a file',
    'a set in a folder',
    'a set over another one',
    'an image, named by what it becomes',
  ] as const)
    await killing.add(shape, 'export ended');
  await killing.runAll();
  expect(killing.kills).toBe(4);
  expect(await killing.problems()).toEqual([]);
}, 300_000);

it('an engine that is killed at any time', async () => {
  const random = seeded(1);
  for (const shape of SHAPE_NAMES) await killing.add(shape);
  for (let kills = 0; kills < 5; kills += 1) await killing.runFor(random() * 600);
  await killing.runAll();
  expect(await killing.problems()).toEqual([]);
}, 300_000);
