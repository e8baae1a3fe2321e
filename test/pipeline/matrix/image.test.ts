import { stat } from 'node:fs/promises';
import sharp from 'sharp';
import { FILE_TYPES, IMAGE_FORMATS } from '../../../src/pipeline/media/formats';
import { readCard, WHOLE_CARD } from '../../support/card';
import { made, removeJobs } from '../../support/job';
import { decodeImage } from '../../support/pixels';
import { QUALITIES } from '../../../src/pipeline/media/quality';

afterAll(removeJobs);

/** libvips' name of a format; AVIF is the AV1 kind of HEIF. */
const SEEN_AS = { jpeg: 'jpeg', png: 'png', webp: 'webp', avif: 'heif' };

describe.each(IMAGE_FORMATS)('image as %s', (format) => {
  it.each([
    ['a picture', 'card-16x9.png'],
    ['a video', 'card-16x9.mp4'],
  ] as const)('from %s', async (_, input) => {
    const { file, files, job } = await made('image', input, {
      format,
      width: 320,
      ...(input.endsWith('mp4') && { start: 1 }),
    });
    const metadata = await sharp(file).metadata();
    expect(file).toMatch(new RegExp(`/card-16x9\\.${FILE_TYPES[format].extensions[0]}$`));
    expect(files).toEqual([file]);
    expect(metadata).toMatchObject({
      format: SEEN_AS[format],
      width: 320,
      height: 180,
      space: 'srgb',
      depth: 'uchar',
      hasAlpha: false,
    });
    expect(metadata.exif).toBeUndefined();
    if (format === 'avif') expect(metadata.compression).toBe('av1');
    expect(readCard(await decodeImage(file))).toEqual(WHOLE_CARD);
    expect(job.tasks[2]?.output).toMatchObject({ format, width: 320, height: 180, duration: null, fps: null });
  });

  // png keeps every pixel at any level.
  if (format !== 'png') {
    it('gets larger with quality', async () => {
      const bytes = await Promise.all(
        QUALITIES.map(
          async (quality) => (await stat((await made('image', 'clip.mp4', { format, quality, width: 320 })).file)).size,
        ),
      );
      expect(bytes).toEqual([...bytes].sort((a, b) => a - b));
      expect(bytes[4]).toBeGreaterThan(1.5 * (bytes[0] ?? 0));
    });
  }
});

it.each([
  ['card-16x9.png', 'jpeg', '.jpg'],
  ['alpha.png', 'png', '.png'],
  ['alpha.webp', 'png', '.png'],
  ['card-16x9.mp4', 'jpeg', '.jpg'],
  ['alpha.mov', 'png', '.png'],
] as const)('%s is %s when nothing is said', async (input, format, extension) => {
  const { file } = await made('image', input, {});
  expect((await sharp(file).metadata()).format).toBe(format);
  expect(file.endsWith(extension)).toBe(true);
});
