import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import sharp from 'sharp';
import type { ThumbnailsOptions } from '../../../src/pipeline/kinds/thumbnails/schema';
import { subtitlesIn } from '../../../src/pipeline/captions/subtitles';
import { FILE_TYPES, IMAGE_FORMATS } from '../../../src/pipeline/media/formats';
import type { FixtureName } from '../../fixtures';
import { TALK } from '../../fixtures/recipes/talks';
import { readFrameCode } from '../../support/frameCode';
import { job, made, removeJobs } from '../../support/job';
import { Picture } from '../../support/pixels';

afterAll(removeJobs);

/** 300 numbered frames in 10 s, a keyframe each 4 s. */
const SOURCE = 'frames.mp4';

interface Shown {
  start: number;
  end: number;
  /** Of the frame that is seen in it. */
  number: number | null;
  width: number;
  height: number;
}

/** What a player shows by a list: each cue with the picture, or the part of one, that it names. */
async function shownBy(list: string): Promise<Shown[]> {
  const cues = [...subtitlesIn(await readFile(list, 'utf8'))];
  return Promise.all(
    cues.map(async ({ start, end, text }) => {
      const [file = '', place] = text.trim().split('#xywh=');
      let picture = sharp(join(dirname(list), file));
      if (place !== undefined) {
        const [left = 0, top = 0, width = 0, height = 0] = place.split(',').map(Number);
        picture = picture.extract({ left, top, width, height });
      }
      const { data, info } = await picture.ensureAlpha().raw().toBuffer({ resolveWithObject: true });
      const number = readFrameCode(new Picture(info.width, info.height, data));
      return { start, end, number, width: info.width, height: info.height };
    }),
  );
}

/** The times of pictures that were asked for are those that are seen, ±1 frame. */
function expectTimes(shown: readonly Shown[], times: readonly number[], fps: number): void {
  expect(shown).toHaveLength(times.length);
  for (const [index, time] of times.entries())
    expect(Math.abs((shown[index]?.number ?? NaN) - time * fps)).toBeLessThanOrEqual(1);
}

const everyTime = (from: number, step: number, count: number): number[] =>
  Array.from({ length: count }, (_, index) => from + index * step);

test.each<[ThumbnailsOptions, number[]]>([
  [{}, everyTime(0.5, 1, 10)],
  [{ count: 4 }, [1.25, 3.75, 6.25, 8.75]],
  [{ count: 3, start: 2, end: 8 }, [3, 5, 7]],
  [{ interval: 2.5 }, [0, 2.5, 5, 7.5]],
  [{ interval: 0.1 }, everyTime(0, 0.1, 100)],
  [{ interval: 7, start: 1 }, [1, 8]],
  [{ times: [9.9, 0, 4.5, 4.6] }, [0, 4.5, 4.6, 9.9]],
])('%j takes the frames of these times', async (options, times) => {
  for (const sprite of [false, true]) {
    const { file, job: ended, files } = await made('thumbnails', SOURCE, { ...options, sprite, width: 96 });
    const shown = await shownBy(file);
    expectTimes(shown, times, 30);
    expect(shown.map(({ width, height }) => [width, height])).toEqual(times.map(() => [96, 54]));
    expect(ended.warnings ?? []).toEqual([]);
    const names = sprite
      ? ['thumbnails.jpg']
      : times.map((_, index) => `thumbnail-${String(index + 1).padStart(3, '0')}.jpg`);
    expect(files.map((path) => basename(path))).toEqual([...names, 'thumbnails.vtt']);
    expect(ended.tasks[2]?.output).toMatchObject({ url: 'thumbnails.vtt', format: 'jpeg', duration: null });
  }
});

test('what a picture stands for goes on to the next one, from the beginning of the part to its end', async () => {
  const cues = async (options: ThumbnailsOptions) =>
    (await shownBy((await made('thumbnails', SOURCE, { width: 96, ...options })).file)).map(({ start, end }) => [
      start,
      end,
    ]);
  expect(await cues({ count: 4 })).toEqual([
    [0, 2.5],
    [2.5, 5],
    [5, 7.5],
    [7.5, 10],
  ]);
  expect(await cues({ interval: 7, start: 1 })).toEqual([
    [1, 8],
    [8, 10],
  ]);
  expect(await cues({ times: [9.9, 0, 4.5, 4.6] })).toEqual([
    [0, 4.5],
    [4.5, 4.6],
    [4.6, 9.9],
    [9.9, 10],
  ]);
});

test.each<[FixtureName, number]>([
  ['frames-ntsc.mov', 30000 / 1001],
  ['frames.webm', 25],
])('%s: numbered frames at their times', async (source, fps) => {
  const times = [0.2, 1, 2.51, 3.9];
  expectTimes(await shownBy((await made('thumbnails', source, { times })).file), times, fps);
});

test.each(IMAGE_FORMATS)('pictures and sprite in %s', async (format) => {
  for (const sprite of [false, true]) {
    const { files } = await made('thumbnails', 'clip.mp4', { format, sprite, count: 2, width: 160 });
    const first = files.find((path) => !path.endsWith('.vtt')) ?? '';
    expect(first).toMatch(new RegExp(`thumbnail(-001|s)\\.${FILE_TYPES[format].extensions[0]}$`));
    const metadata = await sharp(first).metadata();
    expect(metadata.format).toBe(format === 'avif' ? 'heif' : format);
  }
});

test('a sprite has the columns that are asked for, or about as many as rows', async () => {
  const sizeOf = async (options: ThumbnailsOptions) => {
    const { files } = await made('thumbnails', SOURCE, { sprite: true, ...options, width: 96 });
    const { width, height } = await sharp(files.find((path) => path.endsWith('.jpg'))).metadata();
    return [width / 96, height / 54];
  };
  expect(await sizeOf({ count: 10, columns: 5 })).toEqual([5, 2]);
  expect(await sizeOf({ count: 7, columns: 3, sprite: undefined })).toEqual([3, 3]);
  expect(await sizeOf({ count: 10 })).toEqual([4, 3]);
});

test('in a sprite pictures are 160 pixels wide unless it is said otherwise', async () => {
  const widthOf = async (source: FixtureName, options: ThumbnailsOptions) =>
    (await shownBy((await made('thumbnails', source, { sprite: true, count: 2, ...options })).file))[0]?.width;
  expect(await widthOf('card-16x9.mp4', {})).toBe(160);
  expect(await widthOf('card-16x9.mp4', { height: 90, fit: 'cover' })).toBe(160);
  expect(await widthOf('card-16x9.mp4', { width: 200 })).toBe(200);
});

test('of each scene a picture from its middle; its source is looked at first', async () => {
  const { file, job: ended } = await made('thumbnails', 'talk.mp4', { scenes: true, width: 96 });
  const shown = await shownBy(file);
  const bounds = [...TALK.cuts, TALK.black.end].sort((a, b) => a - b);
  for (const cut of bounds) expect(shown.some(({ start }) => Math.abs(start - cut) <= 0.1)).toBe(true);
  expect(shown).toHaveLength(bounds.length + 1);
  expect(shown.map(({ start }) => start).slice(1)).toEqual(shown.map(({ end }) => end).slice(0, -1));
  expect(ended.tasks.map(({ kind }) => kind)).toEqual(['probe', 'import', 'analyse', 'thumbnails', 'export']);
  const still = await made('thumbnails', 'talk.mp4', { count: 2, width: 96 });
  expect(still.job.tasks.map(({ kind }) => kind)).toEqual(['probe', 'import', 'thumbnails', 'export']);
});

test('no frame is taken twice, and that is said', async () => {
  const { job: ended, file } = await made('thumbnails', SOURCE, { times: [1, 1.001, 1.002, 2], width: 96 });
  expectTimes(await shownBy(file), [1, 2], 30);
  expect(ended.warnings).toMatchObject([{ kind: 'pictures_alike', message: expect.stringContaining('2 would show') }]);
});

test.each<[FixtureName, ThumbnailsOptions, string, string]>([
  [SOURCE, { times: [3, 12] }, 'range_invalid', 'no picture at 12 s'],
  [SOURCE, { interval: 1, start: 11 }, 'range_invalid', 'nothing begins at start 11 s'],
  [SOURCE, { count: 200, sprite: true, width: 2000 }, 'size_invalid', 'a side is at most 10,000'],
  [SOURCE, { count: 10, sprite: true, width: 2000, columns: 6 }, 'size_invalid', 'or other columns'],
  ['tone.wav', {}, 'no_video_stream', 'no video'],
  ['card-16x9.png', {}, 'input_unsupported', 'still picture'],
])('%s with %j is %s', async (source, options, kind, words) => {
  const { error, files } = await job('thumbnails', source, options);
  expect(error).toMatchObject({ kind, message: expect.stringContaining(words) });
  expect(files).toEqual([]);
});
