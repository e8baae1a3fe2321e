import type { Flaws } from '../../../src/pipeline/inspect/flaws';
import { logReader } from '../../../src/pipeline/ffmpeg/log';
import { calledCorrupt, inShares, together } from '../../../src/pipeline/inspect/looks';

const flaws = (more: Partial<Flaws>): Flaws => ({
  packets: 10,
  at: [],
  timeBase: null,
  whole: true,
  fromKeyframe: true,
  sizes: [],
  ...more,
});

test.each([
  [[], 2, []],
  [[1], 4, [[1]]],
  [
    [1, 2, 3, 4],
    2,
    [
      [1, 2],
      [3, 4],
    ],
  ],
  [[1, 2, 3], 2, [[1, 2], [3]]],
  [[1, 2, 3, 4, 5], 3, [[1, 2], [3, 4], [5]]],
  [[1, 2, 3, 4, 5], 4, [[1, 2], [3, 4], [5]]],
  [[1, 2, 3], 1, [[1, 2, 3]]],
])('%j in at most %d shares: %j', (list, most, shares) => {
  expect(inShares<number>(list, most)).toEqual(shares);
});

test('what several looks found is one finding, whole when each of them is', () => {
  const one = flaws({ at: [1], timeBase: 0.1, sizes: ['64x36'] });
  const two = flaws({ packets: 5, at: [7, 8], timeBase: 0.5, sizes: ['64x36', '36x64'] });
  expect(together([flaws({}), one, two])).toEqual({
    packets: 25,
    at: [1, 7, 8],
    timeBase: 0.1,
    whole: true,
    fromKeyframe: true,
    sizes: ['64x36', '36x64'],
  });
  expect(together([one, flaws({ whole: false })]).whole).toBe(false);
  expect(together([one, flaws({ fromKeyframe: false })]).fromKeyframe).toBe(true);
  expect(together([flaws({})]).timeBase).toBeNull();
});

describe('packets that the demuxer called corrupt', () => {
  const log = {
    ...logReader().ended(),
    corrupt: [
      { stream: 1, dts: 100 },
      { stream: 1, dts: 200 },
      { stream: 2, dts: 300 },
    ],
  };
  const stream = { index: 1, type: 'video', packets: 9, frames: 9, copied: false } as const;
  const corrupt = (...looks: Flaws[]) => calledCorrupt(looks, stream, [log]);

  test('are placed by the stream’s own units', () => {
    expect(corrupt(flaws({ timeBase: 0.1 }))).toEqual([10, 20]);
  });

  test('are nothing new within half a second of what a look has found', () => {
    expect(corrupt(flaws({ timeBase: 0.1, at: [3, 10.49] }))).toEqual([20]);
    expect(corrupt(flaws({ timeBase: 0.1, at: [9.51] }), flaws({ at: [20.1] }))).toEqual([]);
    expect(corrupt(flaws({ timeBase: 0.1, at: [10.5, 19.5] }))).toEqual([10, 20]);
  });

  test('have no place where nothing was read', () => {
    expect(corrupt(flaws({}))).toEqual([]);
    expect(corrupt()).toEqual([]);
  });
});
