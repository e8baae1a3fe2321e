import { batchesOf } from '../../../../src/pipeline/kinds/thumbnails/batches';
import { layoutOf, placeIn } from '../../../../src/pipeline/kinds/thumbnails/layout';
import { momentsOf } from '../../../../src/pipeline/kinds/thumbnails/moments';
import { sceneBounds } from '../../../../src/pipeline/kinds/thumbnails/scenes';
import { parseRequest } from '../../../../src/pipeline/request/request';

const TILE = { width: 160, height: 90 };
const at = (...times: number[]) => times.map((time) => ({ time, start: time, end: time + 1 }));

test('pictures close to each other are taken in one run, others by jumping to them', () => {
  const sizes = (times: number[]) => batchesOf(at(...times)).map(({ moments, first }) => [first, moments.length]);
  expect(sizes([0, 10, 20])).toEqual([
    [0, 1],
    [1, 1],
    [2, 1],
  ]);
  expect(sizes([0, 1, 2, 60, 61])).toEqual([
    [0, 3],
    [3, 2],
  ]);
  expect(sizes(Array.from({ length: 130 }, (_, second) => second))).toEqual([
    [0, 60],
    [60, 60],
    [120, 10],
  ]);
});

test.each([1, 7, 100, 500, 3600])(
  'a sprite of %i pictures keeps its sides, and no two lie over each other',
  (count) => {
    const layout = layoutOf(count, TILE);
    expect(Math.max(layout.width, layout.height)).toBeLessThanOrEqual(10_000);
    const places = Array.from({ length: count }, (_, index) => placeIn(layout, index));
    expect(new Set(places.map(({ left, top }) => `${left},${top}`)).size).toBe(count);
    for (const { left, top } of places) {
      expect(left + TILE.width).toBeLessThanOrEqual(layout.width);
      expect(top + TILE.height).toBeLessThanOrEqual(layout.height);
    }
  },
);

test('high pictures get more columns than rows before the sprite is too high', () => {
  expect(layoutOf(100, { width: 100, height: 2000 })).toMatchObject({ columns: 20, rows: 5, height: 10_000 });
});

test('an interval has a picture for what is left at the end, and none for a rounding', () => {
  const times = (interval: number, end: number) =>
    momentsOf({ interval }, { start: 0, end }, []).map(({ time }) => time);
  expect(times(4, 10)).toEqual([0, 4, 8]);
  expect(times(5, 10)).toEqual([0, 5]);
  expect(times(60, 10)).toEqual([0]);
  expect(() => times(0.04, 86_400)).toThrow('at most 3,600');
});

test('scenes last half a second at the least', () => {
  expect(sceneBounds([0.2, 3, 3.1, 3.3, 6, 9.8], { start: 0, end: 10 })).toEqual([3, 6]);
});

test.each<[object, string]>([
  [{ count: 3, interval: 2 }, '"interval" only goes without "count"'],
  [{ scenes: true, times: [1] }, '"scenes" only goes without "times"'],
  [{ columns: 3, sprite: false }, '"columns" only goes with "sprite"'],
  [{ times: [1], start: 2 }, '"start" only goes without "times"'],
  [{ times: 7 }, 'times'],
  [{ sprite: 'yes' }, 'sprite'],
  [{ count: 3601 }, 'count'],
])('%j is refused', (options, words) => {
  expect(() => parseRequest({ kind: 'thumbnails', options })).toThrow(words);
});

test('scenes that are not asked for are no second way, nor a list without times', () => {
  expect(parseRequest({ kind: 'thumbnails', options: { interval: 2, times: [] } }).options).toMatchObject({
    interval: 2,
  });
  expect(parseRequest({ kind: 'thumbnails', options: { count: 2, scenes: false } }).options).toMatchObject({
    count: 2,
  });
});
