import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { probeFile } from '../../../src/pipeline/inspect/probe';
import { ffmpeg } from '../../fixtures/recipe';
import { QUADRANTS, quadrants, withMatrix } from '../../support/displayMatrix';
import { readCard, WHOLE_CARD } from '../../support/card';
import { made, removeJobs, testBinaries } from '../../support/job';
import { decodeFrame, decodeImage } from '../../support/pixels';
import { probe, rotationOf } from '../../support/probe';

afterAll(removeJobs);

/** Each source shows the upright card at this size. */
const SOURCES = [
  ['rotate-90.mov', 360, 640],
  ['rotate-180.mov', 640, 360],
  ['rotate-270.mov', 360, 640],
  ['anamorphic.mp4', 1024, 576],
  ['anamorphic-rotate-90.mov', 270, 640],
] as const;

describe.each(SOURCES)('%s', (input, width, height) => {
  it('video: upright, square pixels, no tag left to turn it again', async () => {
    const { file, job } = await made('video', input, { end: 0.2 });
    const { video } = await probe(file);
    expect(video).toMatchObject({ width, height });
    expect(video?.sample_aspect_ratio ?? '1:1').toBe('1:1');
    expect(video && rotationOf(video)).toBe(0);
    expect(readCard(await decodeFrame(file))).toEqual(WHOLE_CARD);
    expect(job.tasks[0]?.output).toMatchObject({ width, height });
  });
  it('image', async () => {
    const picture = await decodeImage((await made('image', input, { start: 1 })).file);
    expect([picture.width, picture.height]).toEqual([width, height]);
    expect(readCard(picture)).toEqual(WHOLE_CARD);
  });
  it('animation, 50% of what is shown', async () => {
    const picture = await decodeImage(
      (await made('animation', input, { width: '50%', end: 0.2, quality: 'very_high' })).file,
    );
    expect([picture.width, picture.height]).toEqual([width / 2, height / 2]);
    expect(readCard(picture)).toEqual(WHOLE_CARD);
  });
});

it('adaptive_video: a portrait video from a phone', async () => {
  const { file } = await made('adaptive_video', 'rotate-90.mov', { segment_format: 'ts', end: 0.2, height: 320 });
  const picture = await decodeFrame(join(dirname(file), 'stream_0_00000.ts'));
  expect([picture.width, picture.height]).toEqual([180, 320]);
  expect(readCard(picture)).toEqual(WHOLE_CARD);
});

it('cover takes its part from the picture as shown', async () => {
  const { file } = await made('video', 'rotate-90.mov', {
    width: 200,
    height: 200,
    fit: 'cover',
    position: 'top',
    end: 0.2,
  });
  // 360 of 640 lines: of five rows of the card the first 2.8.
  expect(readCard(await decodeFrame(file), 5, 14).map((row) => row.slice(0, 3))).toEqual(
    Array.from({ length: 14 }, (_, line) => `0.${Math.floor(((line + 0.5) / 14) * 2.8125)}`),
  );
});

it.each([1, 2, 3, 4, 5, 6, 7, 8] as const)(
  'a photograph with EXIF orientation %d is turned upright, and its tag is gone',
  async (orientation) => {
    const { file, job } = await made('image', `exif-${orientation}.jpg`, {});
    const picture = await decodeImage(file);
    expect([picture.width, picture.height]).toEqual([300, 200]);
    expect(readCard(picture)).toEqual(WHOLE_CARD);
    expect((await sharp(file).metadata()).orientation ?? 1).toBe(1);
    expect(job.tasks[0]?.output).toMatchObject({ width: 300, height: 200 });
  },
);

describe('a video that its container mirrors, as those of front cameras', () => {
  let root: string;
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'orientation-'));
  });
  afterAll(() => rm(root, { recursive: true, force: true }));

  it.each([
    [2, 'gryb'],
    [4, 'byrg'],
    [5, 'rbgy'],
    [7, 'ygbr'],
  ] as const)('is upright in every kind: as EXIF counts them, %d', async (way, upright) => {
    const input = join(root, `${way}.mov`) as `/${string}`;
    await ffmpeg([...QUADRANTS, '-pix_fmt', 'yuv420p', input]);
    await writeFile(input, withMatrix(await readFile(input), way));
    const video = await made('video', input, { end: 0.3 });
    const gif = await made('animation', input, { end: 0.2 });
    const stream = await made('adaptive_video', input, { segment_format: 'ts', end: 0.3 });
    const sheet = (await made('thumbnails', input, { format: 'png' })).files.find((file) => file.endsWith('.png'));
    const seen = [
      await decodeFrame(video.file),
      await decodeFrame(join(dirname(stream.file), 'stream_0_00000.ts')),
      await decodeImage(gif.file),
      await decodeImage(sheet ?? ''),
      await decodeImage((await made('image', input, { format: 'png' })).file),
      await decodeImage((await made('image', input, { format: 'png', start: 0.2 })).file),
    ];
    expect(seen.map(quadrants)).toEqual(seen.map(() => upright));
    expect((await probeFile(video.file, await testBinaries())).video?.oriented).toBeUndefined();
  });
});

it('crops and scales a turned photograph as it is shown', async () => {
  const picture = await decodeImage(
    (await made('image', 'exif-6.jpg', { width: 100, height: 100, fit: 'cover', position: 'left' })).file,
  );
  // 200 of 300 columns: of five columns of the card the first 3.3.
  expect(readCard(picture, 10, 5)[0]).toBe(
    Array.from({ length: 10 }, (_, column) => `${Math.floor(((column + 0.5) / 10) * (10 / 3))}.0`).join(' '),
  );
});

describe('odd sizes', () => {
  it('video: the last row and column go', async () => {
    const { file } = await made('video', 'odd.webm', {});
    expect((await probe(file)).video).toMatchObject({ width: 320, height: 240, codec_name: 'h264' });
    expect(readCard(await decodeFrame(file))).toEqual(WHOLE_CARD);
  });
  it('video: odd sizes that are asked for become even', async () => {
    expect(
      (await probe((await made('video', 'card-16x9.mp4', { width: 101, height: 57, fit: 'fill', end: 0.2 })).file))
        .video,
    ).toMatchObject({ width: 100, height: 56 });
  });
  it('image: are kept', async () => {
    const picture = await decodeImage((await made('image', 'odd.png', {})).file);
    expect([picture.width, picture.height]).toEqual([321, 241]);
    expect(readCard(picture)).toEqual(WHOLE_CARD);
  });
  it('animation: are kept', async () => {
    const picture = await decodeImage((await made('animation', 'odd.webm', { end: 0.2, quality: 'very_high' })).file);
    expect([picture.width, picture.height]).toEqual([321, 241]);
    expect(readCard(picture)).toEqual(WHOLE_CARD);
  });
  it('adaptive_video: every rendition has even sizes', async () => {
    const { file } = await made('adaptive_video', 'odd.webm', { segment_format: 'ts', end: 0.2 });
    expect((await probe(join(dirname(file), 'stream_0_00000.ts'))).video).toMatchObject({ width: 320, height: 240 });
  });
});
