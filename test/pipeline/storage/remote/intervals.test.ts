import {
  gaps,
  nextThere,
  thereBefore,
  thereUpTo,
  withInterval,
} from '../../../../src/pipeline/storage/remote/intervals';
import type { Intervals } from '../../../../src/pipeline/storage/remote/intervals';

type Pair = [number, number];
const list = (...pairs: Pair[]): Intervals => pairs.map(([from, to]) => ({ from, to }));

it.each<[string, Pair[], Pair, Pair[]]>([
  ['the first one', [], [5, 9], [[5, 9]]],
  [
    'one before',
    [[5, 9]],
    [1, 3],
    [
      [1, 3],
      [5, 9],
    ],
  ],
  [
    'one after',
    [[5, 9]],
    [11, 12],
    [
      [5, 9],
      [11, 12],
    ],
  ],
  [
    'one in between',
    [
      [1, 2],
      [8, 9],
    ],
    [4, 6],
    [
      [1, 2],
      [4, 6],
      [8, 9],
    ],
  ],
  [
    'one that touches its neighbour before',
    [
      [1, 4],
      [8, 9],
    ],
    [4, 6],
    [
      [1, 6],
      [8, 9],
    ],
  ],
  [
    'one that touches its neighbour after',
    [
      [1, 2],
      [6, 9],
    ],
    [4, 6],
    [
      [1, 2],
      [4, 9],
    ],
  ],
  [
    'one that closes a gap',
    [
      [1, 4],
      [6, 9],
    ],
    [4, 6],
    [[1, 9]],
  ],
  ['one that is there already', [[1, 9]], [3, 4], [[1, 9]]],
  [
    'one over several',
    [
      [1, 2],
      [4, 5],
      [7, 8],
      [20, 21],
    ],
    [0, 10],
    [
      [0, 10],
      [20, 21],
    ],
  ],
  ['nothing', [[1, 2]], [7, 7], [[1, 2]]],
])('takes in %s', (_case, before, [from, to], after) =>
  expect(withInterval(list(...before), { from, to })).toEqual(list(...after)),
);

it('comes to the same whatever the order', () => {
  // Shuffled by a step that has no divisor in common with the number of pieces.
  let there: Intervals = [];
  for (let n = 0, at = 0; n < 101; n++, at = (at + 37) % 101)
    there = withInterval(there, { from: at * 3, to: at * 3 + 3 });
  expect(there).toEqual(list([0, 303]));
});

const THERE = list([10, 20], [30, 40]);
it.each([
  [0, 0],
  [9, 9],
  [10, 20],
  [19, 20],
  [20, 20],
  [35, 40],
  [99, 99],
])('from %d all is there up to %d', (at, to) => expect(thereUpTo(THERE, at)).toBe(to));
it.each([
  [10, 0],
  [11, 1],
  [20, 10],
  [21, 0],
  [40, 10],
])('before %d there are %d in a row', (at, bytes) => expect(thereBefore(THERE, at)).toBe(bytes));
it.each([
  [0, 10],
  [15, 15],
  [20, 30],
  [40, 50],
])('from %d on the next that is there is %d', (at, next) => expect(nextThere(THERE, at, 50)).toBe(next));
it('knows what is missing', () => {
  expect(gaps(THERE, 50)).toEqual(list([0, 10], [20, 30], [40, 50]));
  expect(gaps(list([0, 50]), 50)).toEqual([]);
  expect(gaps([], 50)).toEqual(list([0, 50]));
});
