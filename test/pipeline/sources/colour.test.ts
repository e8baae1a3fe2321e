import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { hdrPatch } from '../../fixtures/recipes/hdr';
import { readCard, WHOLE_CARD } from '../../support/card';
import { expectColour } from '../../support/expectColour';
import { made, removeJobs } from '../../support/job';
import { decodeFrame, decodeImage, type Picture } from '../../support/pixels';
import { probe } from '../../support/probe';

afterAll(removeJobs);

/**
 * What standard range makes of HDR, in the signal's own terms (0–255): the 18% grey card at 26 nits keeps its light under a white of 203 nits, which BT.709 writes as 0.43;
 * white lies below the top, so that highlights of 600 and 1000 nits still differ from it.
 */
function expectToneMapped(picture: Picture): void {
  const seen = (patch: Parameters<typeof hdrPatch>[0]) => {
    const { u, v } = hdrPatch(patch);
    return picture.average({
      left: Math.round(u * picture.width) - 4,
      top: Math.round(v * picture.height) - 4,
      width: 8,
      height: 8,
    });
  };
  const grey = (patch: Parameters<typeof hdrPatch>[0]) => {
    const [red, green, blue] = seen(patch);
    expect(Math.max(red, green, blue) - Math.min(red, green, blue)).toBeLessThanOrEqual(6);
    return green;
  };
  expect(grey('black')).toBeLessThanOrEqual(6);
  expect(grey('midGrey')).toBeGreaterThanOrEqual(97);
  expect(grey('midGrey')).toBeLessThanOrEqual(121);
  expect(grey('white')).toBeGreaterThanOrEqual(205);
  expect(grey('white')).toBeLessThanOrEqual(235);
  expect(grey('highlight')).toBeGreaterThanOrEqual(grey('white') + 12);
  expect(grey('peak')).toBeGreaterThan(grey('highlight'));
  // The light of white in one primary: as bright as white is, and next to nothing in the others.
  const [red, green, blue] = [seen('red'), seen('green'), seen('blue')];
  for (const [colour, at] of [
    [red, 0],
    [green, 1],
    [blue, 2],
  ] as const) {
    for (const channel of [0, 1, 2]) {
      if (channel === at) expect(colour[channel]).toBeGreaterThanOrEqual(200);
      else expect(colour[channel]).toBeLessThanOrEqual(48);
    }
  }
}

describe.each(['hdr-pq.mp4', 'hdr-hlg.mov'] as const)('%s', (input) => {
  it('video: eight bits, BT.709, white and grey in their places', async () => {
    const { file } = await made('video', input, { quality: 'very_high', end: 0.2 });
    expect((await probe(file)).video).toMatchObject({
      codec_name: 'h264',
      pix_fmt: 'yuv420p',
      color_space: 'bt709',
      color_transfer: 'bt709',
      color_primaries: 'bt709',
      color_range: 'tv',
    });
    expectToneMapped(await decodeFrame(file));
  });
  it('video: the same in h265, which could hold HDR', async () => {
    const { file } = await made('video', input, { codec: 'h265', quality: 'very_high', end: 0.2 });
    expect((await probe(file)).video).toMatchObject({
      codec_name: 'hevc',
      pix_fmt: 'yuv420p',
      color_transfer: 'bt709',
    });
    expectToneMapped(await decodeFrame(file));
  });
  it('image', async () =>
    expectToneMapped(await decodeImage((await made('image', input, { quality: 'very_high' })).file)));
  it('animation', async () =>
    expectToneMapped(
      await decodeImage((await made('animation', input, { format: 'webp', quality: 'very_high', end: 0.1 })).file),
    ));
  it('adaptive_video', async () => {
    const { file } = await made('adaptive_video', input, { segment_format: 'ts', quality: 'very_high', end: 0.2 });
    expectToneMapped(await decodeFrame(join(dirname(file), 'stream_0_00000.ts')));
  });
});

it('CMYK becomes RGB, in the colours that the print would have', async () => {
  const { file } = await made('image', 'cmyk.jpg', { quality: 'very_high' });
  const metadata = await sharp(file).metadata();
  expect(metadata).toMatchObject({ format: 'jpeg', space: 'srgb', channels: 3 });
  const picture = await decodeImage(file);
  // Four inks cannot print the card's purest colours: these are its mild ones.
  expectColour(picture.share(0.7, 0.9), [128, 128, 128], 24);
  expectColour(picture.share(0.7, 0.3), [255, 255, 128], 40);
});

it('grey stays grey', async () => {
  const picture = await decodeImage((await made('image', 'grey.png', { quality: 'very_high' })).file);
  for (const u of [0.1, 0.3, 0.5, 0.7, 0.9]) {
    const [red, green, blue] = picture.share(u, 0.5);
    expect(Math.max(red, green, blue) - Math.min(red, green, blue)).toBeLessThanOrEqual(2);
  }
});

it.each([
  'still.webp',
  'still.avif',
  'still.tiff',
  'card-16x9.jpg',
  'hevc.mp4',
  'prores.mov',
  'card-4x3.mp4',
  'card-4x3.png',
] as const)('the colours of %s arrive', async (input) => {
  expect(readCard(await decodeImage((await made('image', input, {})).file))).toEqual(WHOLE_CARD);
});

it.each(['hevc.mp4', 'prores.mov', 'card-4x3.mp4'] as const)('the colours of %s arrive in a video', async (input) => {
  const { file } = await made('video', input, { end: 0.2 });
  expect(readCard(await decodeFrame(file))).toEqual(WHOLE_CARD);
});
