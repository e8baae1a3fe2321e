import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { probeFile } from '../../../src/pipeline/inspect/probe';
import { expectColour } from '../../support/expectColour';
import { gif } from '../../support/gif';
import type { GifPicture } from '../../support/gif';
import { made, removeJobs, testBinaries } from '../../support/job';
import { decodeFrames, decodeImage } from '../../support/pixels';
import type { Picture } from '../../support/pixels';

const SIZE = { width: 64, height: 48 };
/** Of all 256, so that none is free for transparency; the fourth is that of the background. */
const [RED, GREEN, BLUE] = [0, 1, 2];
const COLOURS = [[255, 0, 0], [0, 255, 0], [0, 0, 255], ...Array.from({ length: 253 }, (_, n) => [255, 255, n])];
const ALL = Array.from({ length: 768 }, (_, n) => (n < 512 ? RED : n % 256));
const [LEFT, RIGHT] = [
  { left: 0, top: 0, width: 32, height: 24 },
  { left: 32, top: 0, width: 32, height: 24 },
];
const MIDDLE = { left: 16, top: 12, width: 32, height: 24 };

/** Colours where only the left picture is, where it meets the middle one, where only that is, where only the right one is, and where none ever is. */
const PLACES = [
  [8, 6],
  [24, 14],
  [24, 30],
  [56, 6],
  [60, 44],
] as const;
type Seen = (readonly number[] | null)[];

/** @param under what is seen where nothing is drawn; null: that is transparent */
function expectSeen(picture: Picture, seen: Seen = [], under: readonly number[] | null = null): void {
  for (const [n, [x, y]] of PLACES.entries()) {
    const colour = seen[n] ?? under;
    const shown = picture.pixel(x, y);
    if (colour === null) expect([n, shown[3]]).toEqual([n, 0]);
    else expectColour(shown, [...colour, 255], 40);
  }
}
const [R, G, B, GREY, BLACK] = [
  [255, 0, 0],
  [0, 255, 0],
  [0, 0, 255],
  [128, 128, 128],
  [0, 0, 0],
];

let root: string;
beforeAll(async () => (root = await mkdtemp(join(tmpdir(), 'canvas-'))));
afterAll(() => rm(root, { recursive: true, force: true }));
afterAll(removeJobs);

async function written(name: string, pictures: readonly GifPicture[]): Promise<`/${string}`> {
  const path = join(root, `${name}.gif`);
  await writeFile(path, gif({ ...SIZE, colours: COLOURS, background: 3, pictures }));
  return path as `/${string}`;
}

const MOVING: GifPicture[] = [
  { ...LEFT, shows: RED, hundredths: 20 },
  { ...MIDDLE, shows: GREEN, hundredths: 20, isTakenAway: true },
  { ...RIGHT, shows: BLUE, hundredths: 20 },
];
const SEEN: Seen[] = [
  [R, R, null, null, null],
  [R, G, G, null, null],
  [R, null, null, B, null],
];

it.each([
  ['nothing said of how it is shown', [{ ...LEFT, shows: RED }]],
  ['all colours in use', [{ ...LEFT, shows: ALL, hundredths: 5 }]],
  ['transparency of its own', [{ ...LEFT, shows: RED, hundredths: 5, transparent: 9 }]],
] as [string, GifPicture[]][])('an image of a GIF that is smaller than its canvas, with %s', async (name, pictures) => {
  const path = await written(name.slice(0, 3), pictures);
  expectSeen(await decodeImage((await made('image', path, {})).file), SEEN[0]);
  const onGrey = await made('image', path, { format: 'jpeg', background: '#808080', quality: 'very_high' });
  expectSeen(await decodeImage(onGrey.file), SEEN[0], GREY);
});

describe('a moving GIF whose pictures are smaller than its canvas', () => {
  const path = () => written('moving', MOVING);

  it('is transparent where nothing is drawn, or any more', async () => {
    for (const [n, seen] of SEEN.entries())
      expectSeen(await decodeImage((await made('image', await path(), { format: 'png', start: 0.2 * n })).file), seen);
    for (const format of ['gif', 'webp'] as const) {
      const { file } = await made('animation', await path(), { format, end: 0.6, fps: 5, quality: 'very_high' });
      for (const [n, seen] of SEEN.entries()) expectSeen(await decodeImage(file, n), seen);
    }
  });

  it('shows the background that is asked for, else black', async () => {
    const grey = await made('video', await path(), { background: '#808080', quality: 'very_high' });
    const black = await made('video', await path(), { quality: 'very_high' });
    for (const [made, colour] of [
      [grey, GREY],
      [black, BLACK],
    ] as const) {
      const frames = await decodeFrames(made.file, SIZE);
      const middles = SEEN.map((_, n) => frames[Math.floor(((n + 0.5) * frames.length) / SEEN.length)]);
      for (const [n, frame] of middles.entries()) if (frame) expectSeen(frame, SEEN[n], colour);
      expect(frames.length).toBeGreaterThanOrEqual(SEEN.length);
    }
  });
});

it('what covers its canvas is read as it is', async () => {
  const whole = [{ ...SIZE, left: 0, top: 0, shows: RED, hundredths: 20 }];
  const { video } = await probeFile(await written('whole', whole), await testBinaries());
  expect(video).not.toHaveProperty('showsBackground');
  expect((await probeFile(await written('moving', MOVING), await testBinaries())).video?.showsBackground).toBe(true);
});
