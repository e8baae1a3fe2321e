import { dirname, join } from 'node:path';
import { ALPHA_COLUMNS } from '../../fixtures/recipes/images';
import { CARD } from '../../support/card';
import { expectColour } from '../../support/expectColour';
import { made, removeJobs } from '../../support/job';
import { decodeFrame, decodeImage, pagesOf, type Picture, type Rgb } from '../../support/pixels';

afterAll(removeJobs);

const COLOURS: [string, Rgb][] = [
  ['#ff0000', [255, 0, 0]],
  ['#00ff00', [0, 255, 0]],
  ['#1e90ff', [30, 144, 255]],
  ['#ffffff', [255, 255, 255]],
];
/** A square frame around a 16:9 picture: bars above and below. */
const BARS = { width: 160, height: 160, quality: 'very_high' } as const;

function expectBars(picture: Picture, colour: readonly number[], tolerance: number): void {
  for (const v of [0.02, 0.15, 0.85, 0.98])
    for (const u of [0.02, 0.5, 0.98]) expectColour(picture.share(u, v), colour, tolerance);
  expectColour(picture.share(0.5, 0.5), CARD[2]?.[2] ?? [], 24);
}

describe('bars have the colour asked for', () => {
  // BT.709 and BT.601: with the wrong matrix, saturated colours come out wrong.
  it.each(COLOURS)('video: %s', async (background, colour) => {
    for (const input of ['card-16x9.mp4', 'anamorphic.mp4'] as const) {
      expectBars(await decodeFrame((await made('video', input, { ...BARS, background, end: 0.12 })).file), colour, 5);
    }
  });
  it.each(COLOURS)('adaptive_video: %s', async (background, colour) => {
    const { file } = await made('adaptive_video', 'card-16x9.mp4', {
      segment_format: 'ts',
      ...BARS,
      background,
      end: 0.12,
    });
    expectBars(await decodeFrame(join(dirname(file), 'stream_0_00000.ts')), colour, 5);
  });
  it.each(COLOURS)('image: %s', async (background, colour) => {
    for (const format of ['jpeg', 'png', 'webp', 'avif'] as const) {
      expectBars(
        await decodeImage((await made('image', 'card-16x9.png', { ...BARS, background, format })).file),
        [...colour, 255],
        format === 'png' ? 0 : 5,
      );
    }
  });
  it.each(COLOURS)('animation: %s', async (background, colour) => {
    expectBars(
      await decodeImage(
        (await made('animation', 'card-16x9.mp4', { ...BARS, background, format: 'gif', end: 0.16 })).file,
      ),
      [...colour, 255],
      5,
    );
    expectBars(
      await decodeImage(
        (await made('animation', 'card-16x9.mp4', { ...BARS, background, format: 'webp', end: 0.16 })).file,
      ),
      [...colour, 255],
      5,
    );
  });
});

describe('bars without a colour', () => {
  it.each(['png', 'webp', 'avif'] as const)('are transparent in %s', async (format) => {
    expectBars(await decodeImage((await made('image', 'card-16x9.png', { ...BARS, format })).file), [0, 0, 0, 0], 5);
  });
  it.each(['gif', 'webp'] as const)('are transparent in an animated %s', async (format) => {
    const { file } = await made('animation', 'card-16x9.mp4', { ...BARS, format, end: 0.2 });
    for (let page = 0; page < (await pagesOf(file)).pages; page++) {
      const picture = await decodeImage(file, page);
      for (const v of [0.02, 0.15, 0.85, 0.98]) expect(picture.share(0.5, v)[3]).toBe(0);
      expectColour(picture.share(0.5, 0.5), [255, 0, 255, 255], 24);
    }
  });
  it('are black in jpeg', async () => {
    expectBars(
      await decodeImage((await made('image', 'card-16x9.png', { ...BARS, format: 'jpeg' })).file),
      [0, 0, 0, 255],
      3,
    );
  });
  it.each(['mp4', 'webm'] as const)('are black in %s', async (format) => {
    expectBars(
      await decodeFrame((await made('video', 'card-16x9.mp4', { ...BARS, format, end: 0.12 })).file),
      [0, 0, 0],
      3,
    );
  });
});

describe('a transparent picture', () => {
  /** What a column of the card looks like over a colour. */
  const over = (column: number, row: number, paper: Rgb) =>
    (CARD[row]?.[column] ?? [0, 0, 0]).map((value, n) => {
      const share = (ALPHA_COLUMNS[column] ?? 255) / 255;
      return value * share + (paper[n] ?? 0) * (1 - share);
    });
  const expectOver = (picture: Picture, paper: Rgb, tolerance = 10) => {
    for (const row of [0, 2, 4])
      for (const column of [0, 1, 2, 4])
        expectColour(picture.share((column + 0.5) / 5, (row + 0.5) / 5), over(column, row, paper), tolerance);
  };
  const expectKept = (picture: Picture) => {
    for (const row of [0, 2, 4])
      for (const [column, opacity] of ALPHA_COLUMNS.entries()) {
        const seen = picture.share((column + 0.5) / 5, (row + 0.5) / 5);
        expect(Math.abs(seen[3] - opacity)).toBeLessThanOrEqual(4);
        if (opacity > 0) expectColour(seen, CARD[row]?.[column] ?? [], 24);
      }
  };

  it('lies on black in jpeg, and the job says so', async () => {
    const { file, job } = await made('image', 'alpha.png', { format: 'jpeg', quality: 'very_high' });
    expectOver(await decodeImage(file), [0, 0, 0]);
    expect(job.warnings).toEqual([expect.objectContaining({ kind: 'transparency_lost' })]);
  });
  it('lies on the background in jpeg', async () => {
    const { file, job } = await made('image', 'alpha.png', {
      format: 'jpeg',
      quality: 'very_high',
      background: '#00ff00',
    });
    expectOver(await decodeImage(file), [0, 255, 0]);
    expect(job.warnings).toBeUndefined();
  });
  it.each(['png', 'webp', 'avif'] as const)(
    'stays transparent in %s, with and without a background',
    async (format) => {
      expectKept(await decodeImage((await made('image', 'alpha.png', { format, quality: 'very_high' })).file));
      expectKept(
        await decodeImage(
          (await made('image', 'alpha.png', { format, quality: 'very_high', background: '#00ff00' })).file,
        ),
      );
    },
  );
  it('stays transparent between bars that have a colour', async () => {
    const picture = await decodeImage(
      (await made('image', 'alpha.png', { ...BARS, format: 'png', background: '#00ff00' })).file,
    );
    expectColour(picture.share(0.5, 0.02), [0, 255, 0, 255], 0);
    expect(picture.share(0.1, 0.5)[3]).toBe(0);
    expectColour(picture.share(0.9, 0.5), CARD[2]?.[4] ?? [], 4);
  });

  // alpha.mov: ProRes 4444, orange, the left half transparent. Its matrix stands in the frames alone, which not every ffprobe looks at: hence the tolerance.
  it.each([
    [undefined, [0, 0, 0]],
    ['#00ff00', [0, 255, 0]],
  ] as const)('video: moving, over %s', async (background, paper) => {
    const picture = await decodeFrame(
      (await made('video', 'alpha.mov', { quality: 'very_high', end: 0.2, ...(background && { background }) })).file,
    );
    expectColour(picture.share(0.1, 0.5), paper, 8);
    expectColour(picture.share(0.9, 0.5), [255, 128, 0], 16);
  });
  it('adaptive_video: moving, over the background', async () => {
    const { file } = await made('adaptive_video', 'alpha.mov', {
      segment_format: 'ts',
      quality: 'very_high',
      background: '#ff0000',
      end: 0.2,
    });
    const picture = await decodeFrame(join(dirname(file), 'stream_0_00000.ts'));
    expectColour(picture.share(0.1, 0.5), [255, 0, 0], 8);
    expectColour(picture.share(0.9, 0.5), [255, 128, 0], 16);
  });
  it.each(['gif', 'webp'] as const)('animation: stays transparent in %s', async (format) => {
    const picture = await decodeImage(
      (await made('animation', 'alpha.mov', { format, quality: 'very_high', end: 0.2 })).file,
    );
    expect(picture.share(0.1, 0.5)[3]).toBe(0);
    expectColour(picture.share(0.9, 0.5), [255, 128, 0, 255], 16);
  });
});
