import { asRecorded } from '../../../src/pipeline/plan/reading';
import { isToTheEnd, probeWindows, spanOf } from '../../../src/pipeline/inspect/probeWindows';

const extent = (duration: number | null, start = 0, seconds: number | null = duration) => ({
  part: asRecorded(start, seconds),
  duration,
  frame: 0.04,
});
const nothing = { spans: [], copied: false };
const copied = { spans: [], copied: true };

it('looks nowhere when a decoder has seen all and complained of nothing', () =>
  [5, 20].forEach((seconds) =>
    expect(probeWindows(extent(seconds), nothing)).toEqual({ places: [], between: 'alike' }),
  ));
it('looks at all of what is short', () =>
  expect(probeWindows(extent(59), { spans: [{ from: 3, to: 4 }], copied: false })).toEqual({
    places: [{ from: -Infinity, to: Infinity }],
    between: 'alike',
  }));
it('looks at no more than the part that was read', () =>
  expect(probeWindows(extent(500, 100, 30), { spans: [{ from: 3, to: 4 }], copied: false }).places).toEqual([
    { from: 100, to: 130 },
  ]));
it('looks at one frame where one was taken', () =>
  expect(probeWindows(extent(500, 100, null), { spans: [{ from: 0, to: Infinity }], copied: false }).places).toEqual([
    { from: 100, to: 100.04 },
  ]));
it('looks around the complaints of what is long, with room for what an encoder holds back, and joins what overlaps', () =>
  expect(
    probeWindows(extent(7200), {
      spans: [
        { from: 5000, to: Infinity },
        { from: 1008, to: 1009 },
        { from: 1000, to: 1002 },
        { from: 1022, to: 1023 },
      ],
      copied: false,
    }),
  ).toEqual({
    places: [
      { from: 997, to: 1033 },
      { from: 4997, to: Infinity },
    ],
    between: 'clean',
  }));
it('counts from where the result begins in the source', () =>
  expect(probeWindows(extent(7200, 600, 3600), { spans: [{ from: 10, to: 20 }], copied: false }).places).toEqual([
    { from: 607, to: 630 },
  ]));
it('looks at nothing behind the part that was read', () =>
  expect(probeWindows(extent(7200, 600, 3600), { spans: [{ from: 3700, to: 3710 }], copied: false }).places).toEqual(
    [],
  ));
it('takes samples of what was copied, from beginning to end', () => {
  const { places, between } = probeWindows(extent(100.5), copied);
  expect(places).toEqual([
    ...[0, 25, 50, 75].map((from) => ({ from, to: from + 0.5, fromKeyframe: true })),
    { from: 100, to: 100.5 },
  ]);
  expect(between).toBe('alike');
});
it('takes no sample where it looks in any case', () => {
  const { places } = probeWindows(extent(100.5), { spans: [{ from: 24, to: 26 }], copied: true });
  expect(places.map(({ from, to }) => [from, to])).toEqual([
    [0, 0.5],
    [21, 36],
    [50, 50.5],
    [75, 75.5],
    [100, 100.5],
  ]);
  // Nor where it would begin, or end, with the last thing that is looked at.
  const touching = probeWindows(extent(100.5), { spans: [{ from: 28.5, to: 40 }], copied: true });
  expect(touching.places.map(({ from }) => from)).toEqual([0, 25.5, 75, 100]);
});
it('takes samples of a copy that is longer than a few seconds', () =>
  expect(probeWindows(extent(20), copied).places).toHaveLength(5));
it('looks at all of a copy that is short', () =>
  expect(probeWindows(extent(8), copied).places).toEqual([{ from: -Infinity, to: Infinity }]));
it('takes the beginning of a copy of unknown length', () =>
  expect(probeWindows(extent(null), copied).places).toEqual([{ from: 0, to: 8 }]));
it('knows the end', () => {
  expect(isToTheEnd({ start: 5, seconds: 5 }, 10)).toBe(true);
  expect(isToTheEnd({ start: 5, seconds: 4 }, 10)).toBe(false);
  expect(isToTheEnd({ start: 0, seconds: 9.999 }, 10)).toBe(true);
  for (const start of [5, 10]) expect(isToTheEnd({ start, seconds: null }, 10)).toBe(false);
  for (const seconds of [5, null]) expect(isToTheEnd({ start: 5, seconds }, null)).toBe(true);
  expect(spanOf(extent(10, 4, 6))).toEqual({ from: 4, to: Infinity });
});
