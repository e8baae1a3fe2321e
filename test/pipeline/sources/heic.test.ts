import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Job } from '../../../src/pipeline/job/job';
import { cli } from '../../support/cli';
import { decodeImage } from '../../support/pixels';

const HEIC = join(__dirname, '../../fixtures/heif');
let root: string;
beforeEach(async () => (root = await mkdtemp(join(tmpdir(), 'heic-'))));
afterEach(() => rm(root, { recursive: true, force: true }));

/** By the built command line, since the decoder is a program of its own. */
async function converted(input: string, ...flags: string[]): Promise<Job> {
  const { lines } = await cli(['image', '-i', input, '-o', join(root, 'out.png'), '--json', ...flags], { cwd: root });
  return JSON.parse(lines.at(-1) ?? '') as Job;
}

const RED = [255, 0, 0];
const GREEN = [0, 255, 0];
const BLUE = [0, 0, 255];
const WHITE = [255, 255, 255];
const CORNERS = [
  [0.1, 0.1],
  [0.9, 0.1],
  [0.1, 0.9],
  [0.9, 0.9],
] as const;

test.each([
  ['plain', [128, 64], [RED, GREEN, BLUE, WHITE], 255],
  ['p3', [128, 64], [RED, GREEN, BLUE, WHITE], 255],
  ['ten-bit', [128, 64], [RED, GREEN, BLUE, WHITE], 255],
  ['alpha', [128, 64], [RED, GREEN, BLUE, WHITE], 128],
  ['rotated', [64, 128], [BLUE, RED, WHITE, GREEN], 255],
])('%s.heic', async (name, size, colours, opacity) => {
  expect(await converted(join(HEIC, `${name}.heic`))).toMatchObject({ status: 'succeeded' });
  const picture = await decodeImage(join(root, 'out.png'));
  expect([picture.width, picture.height]).toEqual(size);
  for (const [index, [across, down]] of CORNERS.entries()) {
    const seen = picture.share(across, down);
    for (const [channel, value] of [...(colours[index] ?? []), opacity].entries())
      expect(Math.abs((seen[channel] ?? NaN) - value)).toBeLessThanOrEqual(5);
  }
});

test('one that is cut off or altered anywhere ends in words', async () => {
  const whole = await readFile(join(HEIC, 'plain.heic'));
  const input = join(root, 'bad.heic');
  for (const at of [60, 250, 420, 500]) {
    await writeFile(input, whole.subarray(0, at));
    const { status, error } = await converted(input, '--overwrite');
    expect([status, error?.kind]).toEqual(['failed', expect.stringMatching(/^input_(damaged|unsupported)$/)]);
  }
});

test('one of too many pixels is refused before it is decoded', async () => {
  const whole = await readFile(join(HEIC, 'plain.heic'));
  const huge = Buffer.from(whole);
  huge.writeUInt32BE(20_000, whole.indexOf('ispe') + 8);
  huge.writeUInt32BE(20_000, whole.indexOf('ispe') + 12);
  await writeFile(join(root, 'huge.heic'), huge);
  expect(await converted(join(root, 'huge.heic'))).toMatchObject({ error: { kind: 'input_too_large' } });
});
