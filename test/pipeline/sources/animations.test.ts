import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { DELAYS } from '../../fixtures/recipes/animations';
import { CARD } from '../../support/card';
import { expectColour } from '../../support/expectColour';
import { readFrameCode } from '../../support/frameCode';
import { job, made, removeJobs } from '../../support/job';
import { decodeFrame, decodeFrames, decodeImage, pagesOf, type Picture } from '../../support/pixels';
import { frameTimes, probe } from '../../support/probe';

afterAll(removeJobs);

const TOTAL = DELAYS.reduce((sum, delay) => sum + delay, 0);
/** Seconds at which picture n is shown. */
const startOf = (n: number) => DELAYS.slice(0, n).reduce((sum, delay) => sum + delay, 0) / 1000;
const middleOf = (n: number) => startOf(n) + (DELAYS[n] ?? 0) / 2000;

/** The n-th picture of a source: a number, or in the right half the n-th colour of the card. */
function expectPicture(input: string, picture: Picture, n: number): void {
  if (input === 'animated.gif') expect(readFrameCode(picture)).toBe(n);
  else expectColour(picture.share(0.75, 0.5), CARD.flat()[n] ?? [], 24);
}

/** Which page of an animation is on the screen at a time, and how long the whole is (ms). */
async function pageAt(file: string, seconds: number): Promise<Picture> {
  const { pages, delays } = await pagesOf(file);
  let at = 0;
  for (let page = 0; page < pages; page++) {
    at += delays[page] ?? 0;
    if (at > seconds * 1000 || page === pages - 1) return decodeImage(file, page);
  }
  throw new Error('no pages');
}

describe.each(['animated.gif', 'animated.webp', 'transparent.gif'] as const)('%s', (input) => {
  it('video: each picture at its time and as long', async () => {
    const { file } = await made('video', input, { quality: 'very_high' });
    const [frames, times] = [await decodeFrames(file, { width: 160, height: 88 }), await frameTimes(file)];
    for (const n of DELAYS.keys()) {
      const shown = frames[times.findLastIndex((time) => time <= middleOf(n))];
      expect(shown).toBeDefined();
      if (shown) expectPicture(input, shown, n);
    }
    const { format, video } = await probe(file);
    expect(Math.abs(Number(format.duration) - TOTAL / 1000)).toBeLessThanOrEqual(0.051);
    expect(video).toMatchObject({ width: 160, height: 88, pix_fmt: 'yuv420p' });
    if (input !== 'animated.gif') expectColour((await decodeFrame(file)).share(0.25, 0.5), [0, 0, 0], 8);
  });

  it.each(['gif', 'webp'] as const)('animation as %s: each picture at its time and as long', async (format) => {
    const { file } = await made('animation', input, { format, end: TOTAL / 1000, quality: 'very_high' });
    for (const n of DELAYS.keys()) expectPicture(input, await pageAt(file, middleOf(n)), n);
    expect((await pagesOf(file)).delays.reduce((sum, delay) => sum + delay, 0)).toBe(TOTAL);
    if (input !== 'animated.gif') expect((await decodeImage(file)).share(0.25, 0.5)[3]).toBe(0);
    else expect((await sharp(file).metadata()).hasAlpha && (await decodeImage(file)).share(0.25, 0.5)[3]).not.toBe(0);
  });

  it('animation: a part of it', async () => {
    const { file } = await made('animation', input, {
      format: 'webp',
      start: startOf(3),
      end: startOf(5),
      quality: 'very_high',
    });
    expectPicture(input, await decodeImage(file, 0), 3);
    expectPicture(input, await pageAt(file, 0.45), 4);
  });

  it('image: the first picture, or the one at start', async () => {
    expectPicture(input, await decodeImage((await made('image', input, {})).file), 0);
    expectPicture(input, await decodeImage((await made('image', input, { start: startOf(3) })).file), 3);
    expectPicture(input, await decodeImage((await made('image', input, { start: startOf(5) + 0.14 })).file), 5);
  });

  it('adaptive_video', async () => {
    const { file } = await made('adaptive_video', input, { segment_format: 'ts', quality: 'very_high' });
    const master = await readFile(file, 'utf8');
    expect(master).toContain('RESOLUTION=160x88');
    expectPicture(input, await decodeFrame(file.replace('master.m3u8', 'stream_0_00000.ts')), 0);
  });
});

it.each(['animation', 'adaptive_video'] as const)('%s of a still picture: a clear error', async (kind) => {
  const { error } = await job(kind, 'card-16x9.png', { end: 1 });
  expect(error?.kind).toBe('input_unsupported');
  expect(error?.message).toContain('still picture');
});
