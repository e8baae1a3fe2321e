import { copyFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { probeFile } from '../../../src/pipeline/inspect/probe';
import { ffmpeg } from '../../fixtures/recipe';
import { apng } from '../../support/apng';
import { expectColour } from '../../support/expectColour';
import { job, made, removeJobs, testBinaries } from '../../support/job';
import { decodeFrame, decodeImage, pagesOf } from '../../support/pixels';
import { probe } from '../../support/probe';

let root: string;
const at = (name: string) => join(root, name) as `/${string}`;
const RED = [255, 0, 0, 255];
const BLUE = [0, 0, 255, 255];
const SIZE = { width: 64, height: 48 };

/** Pictures of one colour each, as sharp takes them. */
const pictures = (colours: readonly number[][]) =>
  sharp(Buffer.concat(colours.map((colour) => Buffer.alloc(4 * SIZE.width * SIZE.height, Buffer.from(colour)))), {
    raw: { width: SIZE.width, height: SIZE.height * colours.length, channels: 4, pageHeight: SIZE.height },
  });

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'one-picture-'));
  const colour = (name: string, seconds: number) => ['-f', 'lavfi', '-i', `color=${name}:s=64x48:r=20:d=${seconds}`];
  await ffmpeg([...colour('red', 3), ...colour('blue', 2), '-filter_complex', 'concat', at('standing.mp4')]);
  await ffmpeg([...colour('red', 1), '-frames:v', '1', at('one.mp4')]);
  const halfClear = 'format=rgba,drawbox=w=32:h=48:t=fill:c=red@0:replace=1,format=yuva420p';
  await ffmpeg([...colour('red', 2), '-vf', halfClear, '-c:v', 'libvpx', '-auto-alt-ref', '0', at('clear.webm')]);
  await pictures([RED]).gif({ delay: 3000 }).toFile(at('one.gif'));
  await pictures([RED]).gif().toFile(at('untimed.gif'));
  const red = { ...SIZE, x: 0, y: 0, milliseconds: 3000, dispose: 0, blend: 0, colour: RED };
  await apng(at('one.png'), { ...SIZE, plays: 1, pictures: [red] });
  for (const loop of [0, 1, 3])
    for (const format of ['gif', 'webp'] as const)
      await pictures([RED, BLUE])
        .toFormat(format, { delay: [200, 600], loop })
        .toFile(at(`plays-${loop}.${format}`));
  const still = { ...red, milliseconds: 400 };
  await apng(at('plays-3.png'), { ...SIZE, plays: 3, pictures: [still, { ...still, colour: BLUE }] });
  await copyFile(join(__dirname, '../../fixtures/heif/one-picture.avif'), at('one.avif'));
  const { file } = await made('animation', at('one.gif'), { format: 'webp', end: 3 });
  await copyFile(file, at('one.webp'));
});
afterAll(() => rm(root, { recursive: true, force: true }));
afterAll(removeJobs);

const shownFor = async (file: string) => (await pagesOf(file)).delays.reduce((sum, delay) => sum + delay, 0);

describe.each(['gif', 'webp'] as const)('%s of what does not move', (format) => {
  it.each([
    ['all of it', { end: 3 }, 3000, RED],
    ['a cut', { start: 3.5, end: 5, width: 32 }, 1500, BLUE],
    ['few pictures', { end: 2.5, fps: 1 }, 2500, RED],
    ['one picture', { end: 0.05 }, 50, RED],
    ['less than one', { end: 0.3, fps: 1 }, 300, RED],
  ])('%s is shown for its time', async (_, options, milliseconds, colour) => {
    const { file, job: ended } = await made('animation', at('standing.mp4'), {
      format,
      quality: 'very_high',
      ...options,
    });
    expect(await shownFor(file)).toBe(milliseconds);
    expect(await sharp(file).metadata()).toMatchObject({ format, loop: 0, width: 'width' in options ? 32 : 64 });
    expectColour((await decodeImage(file)).share(0.5, 0.5), colour, 12);
    expect(ended.tasks[2]?.output).toMatchObject({ duration: milliseconds / 1000, format });
  });

  it('a video of one picture', async () => {
    const { file } = await made('animation', at('one.mp4'), { format, end: 3 });
    expect(await shownFor(file)).toBe(50);
  });

  it('with transparency', async () => {
    const { file } = await made('animation', at('clear.webm'), { format, end: 2, quality: 'very_high' });
    expect(await shownFor(file)).toBe(2000);
    const picture = await decodeImage(file);
    expect(picture.share(0.25, 0.5)[3]).toBe(0);
    expectColour(picture.share(0.75, 0.5), RED, 12);
  });
});

describe.each([
  ['one.gif', 3000],
  ['untimed.gif', 100],
  ['one.png', 3000],
  ['one.webp', 3000],
  ['one.avif', 3000],
])('an animation of one picture, %s', (name, milliseconds) => {
  const input = () => at(name);

  it('is one for its time', async () => {
    const { duration, video } = await probeFile(input(), await testBinaries());
    expect([duration, video?.frames]).toEqual([milliseconds / 1000, 1]);
  });

  it.each(['gif', 'webp'] as const)('makes %s', async (format) => {
    const { file } = await made('animation', input(), { format, end: milliseconds / 1000 });
    expect(await shownFor(file)).toBe(milliseconds);
    expectColour((await decodeImage(file)).share(0.5, 0.5), RED, 12);
  });

  it('makes a video, and a thumbnail', async () => {
    const { file } = await made('video', input(), {});
    expect(Math.abs(Number((await probe(file)).format.duration) - milliseconds / 1000)).toBeLessThanOrEqual(0.05);
    expectColour((await decodeFrame(file)).share(0.5, 0.5), RED, 12);
    const [sheet = ''] = (await made('thumbnails', input(), {})).files.filter((one) => one.endsWith('.jpg'));
    expectColour((await decodeImage(sheet)).share(0.5, 0.5), RED, 12);
  });

  it('makes a stream', async () => {
    const { files } = await made('adaptive_video', input(), {});
    const playlist = await readFile(files.find((one) => one.endsWith('stream_0.m3u8')) ?? '', 'utf8');
    const lasts = playlist.split('\n').reduce((sum, line) => sum + Number(/^#EXTINF:([\d.]+)/.exec(line)?.[1] ?? 0), 0);
    expect(lasts).toBeCloseTo(milliseconds / 1000, 2);
  });

  it('makes an image, of which nothing is said', async () => {
    const { file, job: ended } = await made('image', input(), { format: 'png' });
    expectColour((await decodeImage(file)).share(0.5, 0.5), RED, 3);
    expect(ended.warnings).toBeUndefined();
    expect((await job('image', input(), { start: 9 })).error?.kind).toBe('range_invalid');
  });
});

describe('how often an animation is played stays', () => {
  it.each([
    ['plays-0.gif', 0],
    ['plays-1.gif', 1],
    ['plays-3.gif', 3],
    ['plays-1.webp', 1],
    ['plays-3.webp', 3],
    ['plays-3.png', 3],
  ])('%s', async (name, loop) => {
    for (const format of ['gif', 'webp'] as const) {
      const { file } = await made('animation', at(name), { format, end: 0.8 });
      expect((await sharp(file).metadata()).loop).toBe(loop);
      expect(await shownFor(file)).toBe(800);
    }
  });
});
