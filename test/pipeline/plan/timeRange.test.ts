import type { VideoInfo } from '../../../src/pipeline/media/mediaInfo';
import { mediaInfo } from '../../support/mediaInfo';
import { preroll, seekTo, timeRange } from '../../../src/pipeline/plan/timeRange';

it('is the whole source when nothing is asked', () =>
  expect(timeRange({}, 12.5)).toEqual({
    reading: { start: 0, seconds: 12.5, speed: 1 },
    seconds: 12.5,
    changed: false,
    seek: [],
    trimSound: [],
    limit: [],
    warnings: [],
  }));
it('seeks before the input and limits the output', () =>
  expect(timeRange({ start: 2.5, end: 4 }, 10)).toMatchObject({
    reading: { start: 2.5, seconds: 1.5 },
    seconds: 1.5,
    changed: true,
    seek: ['-noaccurate_seek', '-ss', '2.5'],
    trimSound: ['atrim=start=0'],
    limit: ['-t', '1.5'],
    warnings: [],
  }));
it('never writes a number with an exponent', () =>
  expect(timeRange({ start: 0.000001, end: 100_000_000 }, null)).toMatchObject({
    seek: ['-noaccurate_seek', '-ss', '0.000001'],
    limit: ['-t', '99999999.999999'],
  }));
it('keeps whole numbers whole', () =>
  expect(timeRange({ start: 10, end: 20 }, null)).toMatchObject({
    seek: ['-noaccurate_seek', '-ss', '10'],
    limit: ['-t', '10'],
  }));
it('takes an end that overshoots by a rounding as the end', () =>
  expect(timeRange({ end: 10 }, 9.98)).toMatchObject({ seconds: 9.98, changed: false, limit: [], warnings: [] }));
it('ends at the end where it is to end past it, and says so', () =>
  expect(timeRange({ start: 4, end: 11 }, 10)).toMatchObject({
    reading: { start: 4, seconds: 6 },
    seconds: 6,
    seek: ['-noaccurate_seek', '-ss', '4'],
    limit: [],
    warnings: [{ kind: 'end_past', message: 'The input lasts 10.00 s: it ends there, and not at 11 s.' }],
  }));
it.each([
  [{ start: 10 }, 'lasts 10.00 s'],
  [{ start: 9.95, end: 12 }, 'nothing begins at start 9.95 s'],
  [{ start: 99 }, 'start 99 s'],
])('refuses %j beyond the end, stating the duration', (options, words) => {
  expect(() => timeRange(options, 10)).toThrow(
    expect.objectContaining({ kind: 'range_invalid', message: expect.stringContaining(words) as string }),
  );
});
it.each([{ end: 5e-324 }, { start: 2, end: 2.0005 }, { end: 0.003, speed: 4 }])(
  'refuses %j, of which nothing is left to show',
  (options) =>
    expect(() => timeRange(options, 10)).toThrow(
      expect.objectContaining({ kind: 'range_invalid', message: expect.stringContaining('a millisecond') as string }),
    ),
);
it('takes a source that is no longer than that itself', () => expect(timeRange({}, 0.0004).seconds).toBe(0.0004));
it('leaves a source of unknown length to the encoder', () =>
  expect(timeRange({ start: 3 }, null)).toMatchObject({ seconds: null, changed: true }));

it('reads from further ahead where a keyframe may else lie too late, and the moment has the time 0 all the same', () => {
  expect(seekTo(12, 10)).toEqual(['-noaccurate_seek', '-itsoffset', '-10', '-ss', '2']);
  expect(seekTo(4, 10)).toEqual(['-noaccurate_seek', '-itsoffset', '-4']);
  const video = { decodedAhead: 3 } as VideoInfo;
  expect(preroll({ format: 'mov', video, audio: null })).toBe(3);
  expect(preroll({ format: 'mkv', video, audio: null })).toBe(0);
  expect(preroll({ format: 'mpegts', video, audio: null })).toBe(10);
  expect(preroll({ format: 'mp3', video: null, audio: null })).toBe(0);
});

it('reads from a second before the last picture where that one is over', () => {
  const song = mediaInfo({ format: 'mkv', duration: 20, video: { duration: 4, fps: 25 }, audio: { duration: 20 } });
  expect(preroll(song, 3)).toBe(0);
  expect(preroll(song, 14)).toBeCloseTo(14 - (4 - 2 / 25) + 1);
});

it('a source of one frame has a beginning, however far past it the end is', () =>
  expect(timeRange({ start: 0, end: 1 }, 0.1)).toMatchObject({ seconds: 0.1, changed: false }));
