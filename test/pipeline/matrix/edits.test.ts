import { dirname, join } from 'node:path';
import type { EditOptions } from '../../../src/pipeline/plan/edits';
import type { FixtureName } from '../../fixtures';
import { parseRequest } from '../../../src/pipeline/request/request';
import { expectColour } from '../../support/expectColour';
import { readCard, WHOLE_CARD } from '../../support/card';
import { job, made, removeJobs } from '../../support/job';
import { decodeFrame, decodeImage } from '../../support/pixels';
import type { Picture } from '../../support/pixels';
import { probe } from '../../support/probe';

afterAll(removeJobs);

/** Columns 1–3 and rows 0–1 of the card. */
const PART = WHOLE_CARD.slice(0, 2).map((row) => row.split(' ').slice(1, 4));

const clockwise = (fields: readonly string[][]): string[][] =>
  (fields[0] ?? []).map((_, column) => fields.map((row) => row[column] ?? '').reverse());

/** The fields that are to be seen, worked out by hand. */
function expected(fields: string[][], { rotate = 0, flip }: EditOptions): string[] {
  let seen = fields;
  for (let turned = 0; turned < rotate; turned += 90) seen = clockwise(seen);
  if (flip === 'horizontal') seen = seen.map((row) => [...row].reverse());
  if (flip === 'vertical') seen = [...seen].reverse();
  return seen.map((row) => row.join(' '));
}

const partOf = (width: number, height: number): EditOptions['crop'] => ({
  x: width / 5,
  width: (3 * width) / 5,
  height: (2 * height) / 5,
});

function expectEdited(picture: Picture, options: EditOptions): void {
  const fields = expected(PART, options);
  expect(readCard(picture, (options.rotate ?? 0) % 180 === 0 ? 3 : 2, fields.length)).toEqual(fields);
}

const EDITS = [0, 90, 180, 270].flatMap((rotate) =>
  ([undefined, 'horizontal', 'vertical'] as const).map((flip) => ({ rotate, ...(flip && { flip }) })),
);

it.each(EDITS)('a photograph that its camera turned: crop, then %j, then its size', async (edit) => {
  const isTurned = edit.rotate % 180 !== 0;
  for (const [crop, width] of [
    [partOf(300, 200), undefined],
    [partOf(300, 200), 60],
  ] as const) {
    const { file } = await made('image', 'exif-6.jpg', { ...edit, crop, width, format: 'png' });
    const picture = await decodeImage(file);
    const [across, down] = isTurned ? [80, 180] : [180, 80];
    expect([picture.width, picture.height]).toEqual([
      width ?? across,
      width === undefined ? down : Math.round((width * down) / across),
    ]);
    expectEdited(picture, { ...edit, crop });
  }
  const whole = await decodeImage((await made('image', 'exif-6.jpg', { ...edit, format: 'png' })).file);
  const fields = WHOLE_CARD.map((row) => row.split(' '));
  expect(readCard(whole)).toEqual(expected(fields, edit));
});

it.each<[FixtureName, number, number, EditOptions]>([
  ['rotate-90.mov', 360, 640, { rotate: 90, flip: 'horizontal' }],
  ['rotate-270.mov', 360, 640, { rotate: 270, flip: 'vertical' }],
  ['anamorphic-rotate-90.mov', 270, 640, { rotate: 180, flip: 'horizontal' }],
  ['card-16x9.mp4', 640, 360, { flip: 'vertical' }],
])('a video (%s): from the upright picture', async (input, width, height, edit) => {
  const crop = partOf(width, height);
  const { file, job: ended } = await made('video', input, { ...edit, crop, end: 0.2 });
  const { video } = await probe(file);
  const [across, down] = [(3 * width) / 5, (2 * height) / 5].map((side) => 2 * Math.floor(side / 2));
  expect([video?.width, video?.height]).toEqual((edit.rotate ?? 0) % 180 === 0 ? [across, down] : [down, across]);
  expectEdited(await decodeFrame(file), edit);
  expect(ended.warnings ?? []).toEqual([]);
});

it('every kind of picture: an odd part, turned, then fitted', async () => {
  const edit = { rotate: 90, crop: { x: 129, y: 0, width: 383, height: 143 } };
  const animation = await made('animation', 'card-16x9.mp4', { ...edit, end: 0.2, quality: 'very_high', width: 90 });
  const still = await made('image', 'card-16x9.mp4', { ...edit, start: 0.1 });
  const { files } = await made('thumbnails', 'card-16x9.mp4', { ...edit, count: 1, format: 'png' });
  const stream = await made('adaptive_video', 'card-16x9.mp4', { ...edit, segment_format: 'ts', end: 0.2 });
  const pictures = [
    await decodeImage(animation.file),
    await decodeImage(still.file),
    await decodeImage(files.find((file) => file.endsWith('.png')) ?? ''),
    await decodeFrame(join(dirname(stream.file), 'stream_0_00000.ts')),
  ];
  for (const picture of pictures) expectEdited(picture, edit);
  expect(pictures.map(({ width, height }) => `${width}×${height}`)).toEqual([
    '90×241',
    '143×383',
    '143×383',
    '142×382',
  ]);
  const { file } = await made('video', 'card-16x9.mp4', { ...edit, end: 0.2, width: 320, height: 320, fit: 'cover' });
  const covered = readCard(await decodeFrame(file), 2, 1);
  expect(covered).toEqual(['2.1 2.0']);
});

it('pictures of another size stand whole in the first one’s frame, and are turned with it', async () => {
  const { file } = await made('video', 'resizing.webm', { rotate: 90, quality: 'medium' });
  const [first, second] = [await decodeFrame(file, { time: 0.5 }), await decodeFrame(file, { time: 1.5 })];
  expect([first.width, first.height]).toEqual([180, 320]);
  expectColour(first.share(0.05, 0.05), [255, 0, 0]);
  // 180×320 in 320×180: bars left and right of it, which the turn brings above and below.
  expectColour(second.share(0.5, 0.1), [0, 0, 0]);
  expectColour(second.share(0.05, 0.5), [0, 0, 255]);
  expectColour(second.share(0.5, 0.5), [255, 255, 255]);
});

it('a part outside of the picture is refused before anything is made', async () => {
  const { error, files } = await job('video', 'rotate-90.mov', { crop: { x: 300, width: 100 } });
  expect(error).toMatchObject({ kind: 'size_invalid' });
  expect(error?.message).toContain('360×640');
  expect(files).toEqual([]);
  expect(() => parseRequest({ kind: 'video', options: { rotate: 45, crop: { x: -1, left: 2 } } })).toThrow(
    '0, 90, 180 or 270',
  );
});
