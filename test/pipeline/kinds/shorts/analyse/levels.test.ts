import { levelMeter } from '../../../../../src/pipeline/kinds/shorts/analyse/sound';
import { soundOf, STEP } from '../../../../../src/pipeline/kinds/shorts/analyse/levels';

/** Levels of so many seconds each. */
const levels = (...parts: [seconds: number, level: number][]): number[] =>
  parts.flatMap(([seconds, level]) => Array.from({ length: Math.round(seconds / STEP) }, () => level));

it('finds pauses of 0.3 s and more below what is said, and none in the gaps between words', () => {
  const { pauses } = soundOf(levels([3, -20], [0.5, -70], [2, -22], [0.2, -70], [2, -20], [0.3, -65], [3, -21]), -10);
  expect(pauses).toEqual([
    { start: 3, end: 3.5 },
    { start: 7.7, end: 8 },
  ]);
});

it('finds pauses in a noisy room, as far as its noise leaves room', () => {
  const { pauses } = soundOf(levels([3, -20], [0.5, -38], [4, -22], [1, -37], [3, -21]), -10);
  expect(pauses).toEqual([
    { start: 3, end: 3.5 },
    { start: 7.5, end: 8.5 },
  ]);
});

it('finds no pauses in music, which goes up and down by a little', () => {
  expect(soundOf(levels([5, -20], [5, -26], [5, -18], [5, -25]), -10).pauses).toEqual([]);
});

it('lists what stands out, the loudest first, once each', () => {
  const { moments } = soundOf(
    levels([10, -25], [1, -15], [20, -25], [0.5, -12], [0.1, -30], [0.5, -12], [10, -25], [0.1, -5], [10, -25]),
    0,
  );
  expect(moments).toHaveLength(3);
  expect(moments[1]).toMatchObject({ above: 13 });
  expect(Math.abs((moments[1]?.at ?? 0) - 31.5)).toBeLessThan(1);
  expect(moments[2]).toMatchObject({ above: 10 });
});

it('is silent where there is nothing', () => {
  expect(soundOf(levels([5, -90]), -90)).toMatchObject({ moments: [] });
});

it('measures samples in pieces of any size', () => {
  const samples = Buffer.alloc(2 * 8000);
  for (let at = 0; at < 8000; at += 1) samples.writeInt16LE(at < 4000 ? 0 : at % 2 === 0 ? 3277 : -3277, 2 * at);
  const whole = levelMeter(() => undefined);
  whole.read(samples);
  const pieces = levelMeter(() => undefined);
  for (let at = 0; at < samples.length; at += 7) pieces.read(samples.subarray(at, at + 7));
  expect(pieces.ended()).toEqual(whole.ended());
  expect(whole.ended()).toEqual({ levels: levels([0.5, -90], [0.5, -20]), peak: -20 });
});
