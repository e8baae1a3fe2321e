import { RESIZED } from '../../fixtures/recipes/resizing';
import { expectColour } from '../../support/expectColour';
import { job, made, removeJobs } from '../../support/job';
import { decodeFrame, decodeFrames, decodeImage, pagesOf } from '../../support/pixels';
import type { Picture, Rgb } from '../../support/pixels';

afterAll(removeJobs);

type Fit = 'contain' | 'cover' | 'fill';
interface Frame {
  width: number;
  height: number;
  fit: Fit;
  /** What the frame shows beside it. */
  bars?: Rgb;
}

const BLACK = [0, 0, 0] as const;
const WHITE = [255, 255, 255] as const;

/** Where the white square of a part has to be, and where the part itself ends. */
function placed({ width, height }: { width: number; height: number }, { fit, ...frame }: Frame) {
  const [across, down] = [frame.width / width, frame.height / height];
  const factor = { contain: Math.min(across, down), cover: Math.max(across, down), fill: null }[fit];
  const square = Math.min(width, height) / 3;
  return {
    square: { width: square * (factor ?? across), height: square * (factor ?? down) },
    part: {
      width: Math.min(frame.width, width * (factor ?? across)),
      height: Math.min(frame.height, height * (factor ?? down)),
    },
  };
}

/** A picture of a part is as large as it has to be, in the middle, and of its colour. */
function expectPlaced(picture: Picture, part: (typeof RESIZED)[number], frame: Frame): void {
  const { square, part: shown } = placed(part, frame);
  const { width, height, bars = BLACK } = frame;
  expect([picture.width, picture.height]).toEqual([width, height]);
  expectColour(picture.share(0.5, 0.5), WHITE);
  const isWhite = ([red, green, blue]: readonly number[]) => Math.min(red ?? 0, green ?? 0, blue ?? 0) > 128;
  const run = (pixels: number, at: (n: number) => readonly number[]) =>
    Array.from({ length: pixels }, (_, n) => at(n)).filter(isWhite).length;
  const near = (measured: number, wanted: number) => expect(Math.abs(measured - wanted)).toBeLessThanOrEqual(4);
  near(
    run(width, (x) => picture.pixel(x, height / 2)),
    square.width,
  );
  near(
    run(height, (y) => picture.pixel(width / 2, y)),
    square.height,
  );
  // Just inside of the part is its colour, just outside are bars.
  const edges = [
    [(width - shown.width) / 2, (height - shown.height) / 2],
    [(width + shown.width) / 2, (height + shown.height) / 2],
  ] as const;
  for (const [side, [x, y]] of edges.entries()) {
    const inward = side === 0 ? 6 : -6;
    expectColour(picture.pixel(x + inward, y + inward), part.rgb, 40);
    const [outerX, outerY] = [x - inward, y - inward];
    if (outerX >= 0 && outerX < width) expectColour(picture.pixel(outerX, height / 2), bars, 40);
    if (outerY >= 0 && outerY < height) expectColour(picture.pixel(width / 2, outerY), bars, 40);
  }
}

const AS_SOURCE: Frame = { width: 320, height: 180, fit: 'contain' };
const SQUARE = { width: 200, height: 200 };

/** One picture out of the middle of each part. */
const middles = (pictures: readonly Picture[], fps = 25) =>
  RESIZED.map((_, index) => {
    const picture = pictures[Math.floor((index + 0.5) * fps)];
    if (picture === undefined) throw new Error(`There is no picture of part ${index}`);
    return picture;
  });

function expectAllPlaced(pictures: readonly Picture[], frame: Frame): void {
  for (const [index, part] of RESIZED.entries()) {
    const picture = pictures[index];
    if (picture === undefined) throw new Error(`There is no picture of part ${index}`);
    expectPlaced(picture, part, frame);
  }
}

const SOURCES = ['resizing.webm', 'resizing-vp9.webm', 'resizing.ts'] as const;

describe('a source that changes its size midway', () => {
  it.each(SOURCES)('video %s', async (name) => {
    const { file, job: ended } = await made('video', name, { format: 'mp4', fps: 25, quality: 'high' });
    // A transport stream that was put together has jumps in its counters.
    if (name !== 'resizing.ts') expect(ended.warnings ?? []).toEqual([]);
    const pictures = await decodeFrames(file, AS_SOURCE);
    expect(pictures).toHaveLength(125);
    expectAllPlaced(middles(pictures), AS_SOURCE);
  });

  it.each(['contain', 'cover', 'fill'] as const)('video with fit %s', async (fit) => {
    const { file } = await made('video', 'resizing.webm', { ...SQUARE, fit, quality: 'high' });
    expectAllPlaced(middles(await decodeFrames(file, SQUARE)), { ...SQUARE, fit });
  });

  it('video with bars of a colour', async () => {
    const { file } = await made('video', 'resizing.webm', { ...SQUARE, background: '#00c0c0', quality: 'high' });
    const frame: Frame = { ...SQUARE, fit: 'contain', bars: [0, 192, 192] };
    expectAllPlaced(middles(await decodeFrames(file, SQUARE)), frame);
  });

  it('is encoded where it could be copied: few players show pictures of several sizes', async () => {
    const { file, job: ended } = await made('video', 'resizing.ts', {});
    expect(ended.warnings?.map(({ kind }) => kind)).toContain('copy_failed');
    expectAllPlaced(middles(await decodeFrames(file, AS_SOURCE)), AS_SOURCE);
  });

  it('begins in another size than the source says', async () => {
    const { file } = await made('video', 'resizing.webm', { start: 1.2, end: 1.8, quality: 'high' });
    expectPlaced(await decodeFrame(file, { frame: 5 }), RESIZED[1], AS_SOURCE);
  });

  it.each(['gif', 'webp'] as const)('animation as %s', async (format) => {
    const { file } = await made('animation', 'resizing.webm', { format, fps: 5, end: 5, quality: 'very_high' });
    const { delays } = await pagesOf(file);
    const ends = delays.map((_, page) => delays.slice(0, page + 1).reduce((sum, delay) => sum + delay, 0));
    expect(ends.at(-1)).toBe(5000);
    const pages = await Promise.all(
      RESIZED.map((_, index) =>
        decodeImage(
          file,
          ends.findIndex((end) => end > 1000 * index + 500),
        ),
      ),
    );
    expectAllPlaced(pages, AS_SOURCE);
  });

  it('adaptive_video', async () => {
    const { files } = await made('adaptive_video', 'resizing.webm', { quality: 'high' });
    const playlist = files.find((file) => file.endsWith('_0.m3u8')) ?? '';
    expectAllPlaced(middles(await decodeFrames(playlist, AS_SOURCE)), AS_SOURCE);
  });

  it.each(['contain', 'cover', 'fill'] as const)('image with fit %s', async (fit) => {
    for (const [index, part] of RESIZED.entries()) {
      const ended = await job('image', 'resizing.webm', {
        ...SQUARE,
        fit,
        start: index + 0.5,
        format: 'png',
        background: fit === 'contain' ? '#000000' : undefined,
      });
      expectPlaced(await decodeImage(ended.file), part, { ...SQUARE, fit });
      await ended.cleanup();
    }
  });

  it('image as it is', async () => {
    const ended = await job('image', 'resizing.webm', { start: 1.5, format: 'png' });
    expectPlaced(await decodeImage(ended.file), RESIZED[1], AS_SOURCE);
    await ended.cleanup();
  });

  it('thumbnails', async () => {
    const { files } = await made('thumbnails', 'resizing.webm', {
      count: 5,
      width: 200,
      height: 200,
      format: 'png',
      background: '#000000',
    });
    const pictures = await Promise.all(files.filter((file) => file.endsWith('.png')).map((file) => decodeImage(file)));
    expectAllPlaced(pictures, { ...SQUARE, fit: 'contain' });
  });

  it.each(['center', 'blur'] as const)('shorts, framed anew by %s', async (reframe) => {
    const { files } = await made('shorts', 'resizing.webm', {
      predefined_shorts: [{ start: 0.5, end: 2.5 }],
      reframe,
      quality: 'high',
    });
    const clip = files.find((file) => file.endsWith('.mp4')) ?? '';
    const size = { width: 216, height: 384 };
    const pictures = await decodeFrames(clip, size);
    for (const [index, part] of RESIZED.slice(0, 3).entries()) {
      const { square } = placed(part, { ...size, fit: reframe === 'blur' ? 'contain' : 'cover' });
      const picture = pictures[5 + 20 * index];
      const isWhite = (x: number) => Math.min(...(picture?.pixel(x, size.height / 2).slice(0, 3) ?? [])) > 128;
      const white = Array.from({ length: size.width }, (_, x) => x).filter(isWhite).length;
      expect(Math.abs(white - Math.min(size.width, square.width))).toBeLessThanOrEqual(6);
    }
  });
});
