import { frameMeter, measuredSize } from '../../../../src/pipeline/inspect/pictures/frameMeter';
import type { MeasuredFrame } from '../../../../src/pipeline/inspect/pictures/frameMeter';
import { PictureLog } from '../../../../src/pipeline/kinds/shorts/analyse/pictureLog';
import { shotsOf } from '../../../../src/pipeline/inspect/pictures/shots';

const FPS = 10;
const SIZE = { width: 32, height: 18 };

/** Pictures of plain grey with a brighter column, as they would be measured. */
function measured(pictures: readonly { grey: number; column?: number }[]): MeasuredFrame[] {
  const frames: MeasuredFrame[] = [];
  const meter = frameMeter(SIZE, (index, frame) => frames.push({ at: index / FPS, ...frame }));
  for (const { grey, column } of pictures) {
    const pixels = Buffer.alloc(SIZE.width * SIZE.height, grey);
    if (column !== undefined)
      for (let y = 0; y < SIZE.height; y += 1) pixels.fill(255, y * SIZE.width + column, y * SIZE.width + column + 4);
    meter.read(pixels.subarray(0, 100));
    meter.read(pixels.subarray(100));
  }
  return frames;
}

const still = (count: number, grey: number) => Array.from({ length: count }, () => ({ grey }));

it('finds cuts, also two that are close to each other', () => {
  expect(shotsOf(measured([...still(20, 100), ...still(5, 120), ...still(20, 90)]), FPS).cuts).toEqual([2, 2.5]);
});

it('takes no flash for a cut', () => {
  expect(shotsOf(measured([...still(20, 100), ...still(1, 250), ...still(20, 100)]), FPS).cuts).toEqual([]);
});

it('takes no movement for a cut', () => {
  const moving = Array.from({ length: 25 }, (_, column) => ({ grey: 60, column }));
  expect(shotsOf(measured(moving), FPS).cuts).toEqual([]);
});

it('finds black parts and pictures that stand still', () => {
  const { black, frozen } = shotsOf(measured([...still(10, 100), ...still(5, 16), ...still(40, 120)]), FPS);
  expect(black).toEqual([{ start: 1, end: 1.5 }]);
  expect(frozen).toEqual([{ start: 1.6, end: 5.5 }]);
});

it('tells where something moves', () => {
  const frames = measured([
    { grey: 60, column: 20 },
    { grey: 60, column: 22 },
  ]);
  expect(frames[1]).toMatchObject({ x: 23 / 32, y: 0.5 });
  expect(frames[1]?.moved).toBeCloseTo(4 / 32);
});

it('measures small pictures of the same shape', () => {
  expect(measuredSize({ width: 1280, height: 720 })).toEqual({ width: 96, height: 54 });
  expect(measuredSize({ width: 1080, height: 1920 })).toEqual({ width: 54, height: 96 });
});

it('puts parts together that were looked at one by one', () => {
  const frames = measured([...still(20, 100), ...still(20, 140), ...still(20, 100)]);
  const log = new PictureLog(FPS, []);
  log.add({ start: 3, end: 5 }, frames.slice(30, 55));
  log.add({ start: 1, end: 3 }, frames.slice(10, 35));
  expect(log.analysis()).toMatchObject({ examined: [{ start: 1, end: 5 }], cuts: [2, 4] });
  expect(log.analysis().frames).toHaveLength(45);
});
