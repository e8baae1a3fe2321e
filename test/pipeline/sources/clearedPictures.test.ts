import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { ffmpeg } from '../../fixtures/recipe';
import { expectColour } from '../../support/expectColour';
import { made, removeJobs } from '../../support/job';
import { decodeImage } from '../../support/pixels';

const SIZE = { width: 48, height: 16 };
const [RED, GREEN, CLEAR] = [
  [255, 0, 0, 255],
  [0, 255, 0, 255],
  [0, 0, 0, 0],
];
/** What the thirds of each picture show: a field that moves, a picture without a hole between two that have some, and nothing but one field. */
const SHOWN = [
  [RED, CLEAR, CLEAR],
  [CLEAR, RED, CLEAR],
  [GREEN, RED, GREEN],
  [GREEN, GREEN, GREEN],
  [CLEAR, GREEN, CLEAR],
  [CLEAR, CLEAR, RED],
];

let root: string;
const at = (name: string) => join(root, name) as `/${string}`;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'cleared-'));
  const pixels = SHOWN.map((thirds) =>
    Buffer.concat(
      Array.from({ length: SIZE.height }, () =>
        Buffer.concat(thirds.map((colour) => Buffer.alloc((4 * SIZE.width) / 3, Buffer.from(colour)))),
      ),
    ),
  );
  const raw = { ...SIZE, height: SIZE.height * SHOWN.length, channels: 4 as const, pageHeight: SIZE.height };
  const moving = sharp(Buffer.concat(pixels), { raw });
  await moving
    .clone()
    .webp({ lossless: true, delay: SHOWN.map(() => 200), loop: 0 })
    .toFile(at('moving.webp'));
  await moving
    .clone()
    .gif({ delay: SHOWN.map(() => 200), loop: 0 })
    .toFile(at('moving.gif'));
  for (const [index, picture] of pixels.entries())
    await sharp(picture, { raw: { ...SIZE, channels: 4 } })
      .png()
      .toFile(at(`${index}.png`));
  const numbered = ['-framerate', '5', '-i', at('%d.png')];
  await ffmpeg([...numbered, '-f', 'apng', at('moving.png')]);
  await ffmpeg([...numbered, '-c:v', 'libvpx-vp9', '-lossless', '1', '-pix_fmt', 'yuva420p', at('moving.webm')]);
});
afterAll(() => rm(root, { recursive: true, force: true }));
afterAll(removeJobs);

it.each(['moving.webp', 'moving.gif', 'moving.png', 'moving.webm'])(
  'nothing stays in a GIF of %s where its pictures become transparent',
  async (name) => {
    const { file } = await made('animation', at(name), { end: 1.2, fps: 5 });
    for (const [page, thirds] of SHOWN.entries()) {
      const picture = await decodeImage(file, page);
      for (const [third, colour] of thirds.entries()) {
        const shown = picture.pixel(16 * third + 8, 8);
        expectColour(shown, shown[3] === 0 ? [...shown.slice(0, 3), colour[3] ?? 0] : colour, 40);
      }
    }
  },
);

it('what is never transparent is written as what changes alone', async () => {
  const [width, height, most] = [120, 80, 6];
  const noise = Buffer.alloc(4 * width * height, 255).map((_, index) =>
    index % 4 === 3 ? 255 : (index * index) % 251,
  );
  const pictures = Array.from({ length: most }, (_, index) =>
    Buffer.from(noise).fill(255, 400 * index, 400 * index + 40),
  );
  await sharp(Buffer.concat(pictures), { raw: { width, height: height * most, channels: 4, pageHeight: height } })
    .gif({ delay: pictures.map(() => 200) })
    .toFile(at('opaque.gif'));
  const bytesOf = async (end: number) =>
    (await stat((await made('animation', at('opaque.gif'), { end, fps: 5 })).file)).size;
  expect(await bytesOf(1.2)).toBeLessThan(1.5 * (await bytesOf(0.2)));
});
