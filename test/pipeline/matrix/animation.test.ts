import sharp from 'sharp';
import { ANIMATION_FORMATS } from '../../../src/pipeline/media/formats';
import { readFrameCode } from '../../support/frameCode';
import { job, made, removeJobs } from '../../support/job';
import { decodeImage, pagesOf } from '../../support/pixels';

afterAll(removeJobs);

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

describe.each(ANIMATION_FORMATS)('animation as %s', (format) => {
  const asked = { format, width: 160, start: 1, end: 3, fps: 10 } as const;

  it('container, size, length, endless loop', async () => {
    const { file, job: ended } = await made('animation', 'frames.mp4', asked);
    const metadata = await sharp(file, { animated: true }).metadata();
    expect(file).toMatch(new RegExp(`/frames\\.${format}$`));
    expect(metadata).toMatchObject({ format, width: 160, pageHeight: 90, loop: 0 });
    expect(sum((await pagesOf(file)).delays)).toBe(2000);
    expect(ended.tasks[2]?.output).toMatchObject({ format, width: 160, height: 90 });
  });

  it('shows each picture at its time', async () => {
    const { file } = await made('animation', 'frames.mp4', asked);
    const { pages, delays } = await pagesOf(file);
    let at = 1000;
    for (let page = 0; page < pages; page++) {
      const shown = readFrameCode(await decodeImage(file, page));
      expect(shown).not.toBeNull();
      expect(Math.abs((shown ?? 0) - (at * 30) / 1000)).toBeLessThanOrEqual(1);
      at += delays[page] ?? 0;
    }
  });
});

it.each([
  ['gif', 12],
  ['webp', 20],
] as const)('%s has at most %d pictures a second when nothing is said', async (format, fps) => {
  const { pages } = await pagesOf((await made('animation', 'frames.mp4', { format, width: 80, end: 2 })).file);
  expect(pages).toBe(2 * fps);
});

it('is gif when nothing is said', async () => {
  expect((await sharp((await made('animation', 'card-16x9.mp4', { end: 0.2 })).file).metadata()).format).toBe('gif');
});

it.each([
  [{ start: 90, end: 91 }, 'range_invalid', 'lasts 10.0'],
  [{ end: 10, fps: 60, width: 4096 }, 'size_invalid', 'too much for one animation'],
] as const)('refuses %j', async (options, kind, words) => {
  const { error, files } = await job('animation', 'frames.mp4', options);
  expect(error?.kind).toBe(kind);
  expect(error?.message).toContain(words);
  expect(files).toEqual([]);
});
