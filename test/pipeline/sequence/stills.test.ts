import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { MOTIONS } from '../../../src/pipeline/media/clip';
import { DRAWN_LARGER, motionFilter } from '../../../src/pipeline/plan/sequence/motion';
import { FFMPEG, runProgram } from '../../support/programs';
import type { OptionsOf } from '../../../src/pipeline/kinds';
import { expectColour } from '../../support/expectColour';
import { decodeFrame } from '../../support/pixels';
import { numbered } from './clips';
import { sequence } from './support';
import type { GivenClip } from './support';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stills-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const run = (inputs: readonly GivenClip[], options: OptionsOf['video'] = {}) => sequence(folder, inputs, options);
const RED = { r: 255, g: 0, b: 0 };
const CLEAR_BLUE = { r: 0, g: 0, b: 255, alpha: 0 };

/** A picture of one colour. */
async function plain(name: string, width: number, height: number, background: typeof RED & { alpha?: number }) {
  const path = join(folder, name);
  const channels = background.alpha === undefined ? 3 : 4;
  await sharp({ create: { width, height, channels, background } }).toFile(path);
  return path;
}

const fileOf = ({ job }: Awaited<ReturnType<typeof run>>) => job.tasks.find(({ kind }) => kind === 'video')?.output;

it('a slideshow that begins with a photograph has its shape within Full HD, and 30 pictures a second', async () => {
  const wide = await plain('wide.jpg', 4000, 3000, RED);
  const upright = await plain('upright.jpg', 3000, 4000, RED);
  const first = await run([{ url: wide, end: 0.2 }]);
  const second = await run([{ url: upright, duration: 0.2 }, wide], { fps: 5 });
  expect(fileOf(first)).toMatchObject({ width: 1440, height: 1080, fps: 30, duration: 0.2, audio_codec: null });
  // What says nothing is shown for five seconds.
  expect(fileOf(second)).toMatchObject({ width: 1080, height: 1440, fps: 5, duration: 5.2 });
});

it('stills of all kinds stand among clips that move, each for its time', async () => {
  const clip = await numbered(folder, {
    name: 'moves.mp4',
    rate: '25',
    frames: [0, 10],
    size: [320, 180],
    tone: { hz: 440, channels: 1, sampleRate: 48_000 },
  });
  const clear = await plain('clear.png', 100, 100, CLEAR_BLUE);
  const other = await plain('other.webp', 200, 100, RED);
  const made = await run(
    [clip, { url: clear, duration: 0.4 }, { url: other, duration: 0.4, fit: 'cover' }, { url: clip, end: 0.2 }],
    { background: '#00ff00' },
  );
  expect(made.error).toBeNull();
  expect(fileOf(made)).toMatchObject({ width: 320, height: 180, fps: 25, duration: 1.4 });
  // Transparency and bars have the background.
  const shown = await decodeFrame(made.file, { time: 0.6 });
  for (const x of [0.1, 0.5]) expectColour(shown.share(x, 0.5), [0, 255, 0, 255], 12);
});

it.each(MOTIONS.filter((motion) => motion !== 'none'))('%s moves evenly, to a fraction of a pixel', async (motion) => {
  const [width, height, frames] = [1280, 720, 16];
  const drawn = { width: width * DRAWN_LARGER, height: height * DRAWN_LARGER };
  // An edge each way, off the middle, so that every motion moves one of them.
  const half = `drawbox=w=${drawn.width * 0.6}:h=${drawn.height * 0.6}:c=white:t=fill`;
  const isUpDown = motion.endsWith('up') || motion.endsWith('down');
  const line = isUpDown ? `crop=1:${height}:20:0` : `crop=${width}:1:0:20`;
  const filters = `${half},format=gbrp,${motionFilter(motion, frames)},scale=${width}:${height}:flags=area,${line}`;
  const { stdout } = await runProgram(FFMPEG, [
    ...['-v', 'error', '-f', 'lavfi', '-i', `color=black:s=${drawn.width}x${drawn.height}:r=30`, '-vf', filters],
    ...['-frames:v', `${frames}`, '-f', 'rawvideo', '-pix_fmt', 'gray', '-'],
  ]);
  const length = isUpDown ? height : width;
  // How much of a line is white says where its edge lies, whatever the pixels of the edge are.
  const places = Array.from({ length: frames }, (_, n) =>
    stdout.subarray(n * length, (n + 1) * length).reduce((sum, value) => sum + value / 255, 0),
  );
  const steps = places.slice(1).map((place, n) => place - (places[n] ?? 0));
  const changes = steps.slice(1).map((step, n) => Math.abs(step - (steps[n] ?? 0)));
  expect(Math.max(...changes)).toBeLessThanOrEqual(0.1);
  const all = (places.at(-1) ?? 0) - (places[0] ?? 0);
  expect(Math.abs(all)).toBeGreaterThan(20);
  expect(Math.sign(all)).toBe(
    { zoom_in: 1, zoom_out: -1, pan_left: 1, pan_right: -1, pan_up: 1, pan_down: -1 }[motion],
  );
});

it('what moves by itself has no motion: the input is named', async () => {
  const clip = await numbered(folder, { name: 'own.mp4', rate: '25', frames: [0, 5], size: [64, 36] });
  const { error } = await run([clip, { url: clip, motion: 'zoom_in' }]);
  expect([error?.kind, error?.inputIndex]).toEqual(['request_invalid', 1]);
});
