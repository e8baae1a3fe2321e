import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { made, removeJobs } from '../../support/job';
import { decodeImage } from '../../support/pixels';

let root: string;
beforeAll(async () => (root = await mkdtemp(join(tmpdir(), 'float-'))));
afterAll(() => rm(root, { recursive: true, force: true }));
afterAll(removeJobs);

/** An uncompressed grey TIFF of 32-bit floating point, all of it one grey. */
function floatTiff(side: number, grey: number): Buffer {
  const tags = [
    [256, side],
    [257, side],
    [258, 32],
    [259, 1],
    [262, 1],
    [273, 8 + 2 + 12 * 10 + 4],
    [277, 1],
    [278, side],
    [279, 4 * side * side],
    [339, 3],
  ];
  const head = Buffer.alloc(8 + 2 + 12 * tags.length + 4);
  head.write('II*\0\x08', 'latin1');
  head.writeUInt16LE(tags.length, 8);
  for (const [index, [tag = 0, value = 0]] of tags.entries()) {
    head.writeUInt16LE(tag, 10 + 12 * index);
    head.writeUInt16LE(4, 12 + 12 * index);
    head.writeUInt32LE(1, 14 + 12 * index);
    head.writeUInt32LE(value, 18 + 12 * index);
  }
  return Buffer.concat([head, Buffer.from(new Float32Array(side * side).fill(grey).buffer)]);
}

test.each([
  [0.5, 128],
  [1, 255],
  [128, 128],
])('a grey of %d is shown as %d', async (grey, shown) => {
  const file = join(root, `${grey}.tiff`);
  await writeFile(file, floatTiff(16, grey));
  for (const width of [16, 8]) {
    const [red] = (await decodeImage((await made('image', file as `/${string}`, { format: 'png', width })).file)).share(
      0.5,
      0.5,
    );
    expect(Math.abs(red - shown)).toBeLessThanOrEqual(2);
  }
});
