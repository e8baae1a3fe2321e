import { asRecorded } from '../../../src/pipeline/plan/reading';
import { excess, mismatch, otherLength, shortfall } from '../../../src/pipeline/inspect/asPlanned';
import { mediaInfo } from '../../support/mediaInfo';
import type { ExpectedOutput } from '../../../src/pipeline/media/expectedOutput';

const planned = (more: Partial<ExpectedOutput> = {}): ExpectedOutput => ({
  file: 'clip.mp4',
  format: 'mp4',
  mime: 'video/mp4',
  ...more,
});

const never = () => Promise.reject(new Error('nothing has to be measured'));
type Info = Parameters<typeof mediaInfo>[0];
const video = (seconds: number | null, fps = 25, startTime = 0) => ({
  video: { duration: seconds, fps, startTime },
  audio: null,
  duration: seconds,
});
const audio = (seconds: number | null, startTime = 0) => ({
  audio: { duration: seconds, startTime },
  video: null,
  duration: seconds,
});
/** Picture and sound. */
const both = (picture: number, sound: number) => ({
  video: { duration: picture, fps: 25 },
  audio: { duration: sound },
  duration: Math.max(picture, sound),
});

describe('mismatch', () => {
  const found = mediaInfo({ video: { width: 640, height: 360, codec: 'hevc' }, audio: { codec: 'pcm_s24le' } });

  test.each<[Partial<ExpectedOutput>, string | null]>([
    [{}, null],
    [{ videoCodec: 'h265', audioCodec: 'pcm', width: 640, height: 360 }, null],
    [{ videoCodec: 'h264' }, 'has hevc instead of h264'],
    [{ audioCodec: 'aac' }, 'has pcm_s24le instead of aac'],
    [{ width: 641, height: 360 }, 'is 640×360 instead of 641×360'],
    [{ width: 640, height: 359 }, 'is 640×360 instead of 640×359'],
    [{ width: 640 }, 'is 640×360 instead of 640×0'],
    [{ height: 999 }, null],
  ])('%j: %s', (wanted, why) => {
    expect(mismatch(planned(wanted), found)).toBe(why);
  });

  test.each<[Partial<ExpectedOutput>, string]>([
    [{ videoCodec: 'h264' }, 'has no picture instead of h264'],
    [{ audioCodec: 'aac' }, 'has no sound instead of aac'],
    [{ width: 640, height: 360 }, 'is 0×0 instead of 640×360'],
  ])('of nothing at all, %j: %s', (wanted, why) => {
    expect(mismatch(planned(wanted), mediaInfo({ video: null, audio: null }))).toBe(why);
  });
});

describe('shortfall', () => {
  const found = (
    source: Info,
    made: Info,
    {
      from = 0,
      measured = undefined as number | null | undefined,
      ...more
    }: Partial<ExpectedOutput> & {
      from?: number;
      measured?: number | null;
    } = {},
  ) =>
    shortfall(planned({ duration: 10, ...more }), mediaInfo(made), {
      source: mediaInfo(source),
      part: asRecorded(from, null),
      measure: measured === undefined ? never : () => Promise.resolve(measured),
    });

  test('sound may be a quarter of a second short', async () => {
    expect(await found(audio(10), audio(9.75))).toBeNull();
    expect(await found(audio(10), audio(9.74))).toBe(
      'lasts 9.74 s instead of 10.00 s: the sound of the input ends before its own header says',
    );
  });

  test('a picture two frames more, of the slower of source and result', async () => {
    expect(await found(video(10), video(9.68))).toBeNull();
    expect(await found(video(10), video(9.66))).toMatch(/^lasts 9\.66 s instead of 10\.00 s: the picture of/);
    for (const [source, made] of [
      [4, 25],
      [25, 4],
    ] as const) {
      expect(await found(video(10, source), video(9.26, made))).toBeNull();
      expect(await found(video(10, source), video(9.24, made))).toMatch(/the picture/);
    }
    // Where the rate is not known, that of most films.
    expect(await found(video(10, 0), video(9.68, 0))).toBeNull();
    expect(await found(video(10, 0), video(9.66, 0))).toMatch(/the picture/);
  });

  test('it is held to what was planned of it, and to where it begins in the source', async () => {
    expect(await found(audio(100), audio(10))).toBeNull();
    expect(await found(audio(100), audio(9))).toMatch(/9\.00 s instead of 10\.00 s/);
    expect(await found(audio(12), audio(4), { from: 8 })).toBeNull();
    expect(await found(audio(12), audio(3), { from: 8 })).toMatch(/3\.00 s instead of 4\.00 s/);
  });

  test('each stream is held to its own length, by the clock of its file', async () => {
    const clocked = (picture: number, sound: number, startTime = 0) => ({
      video: { duration: picture, fps: 25, startTime },
      audio: { duration: sound, startTime: 100 },
      duration: 10,
    });
    expect(await found(clocked(10, 4, 100), clocked(10, 4, 100))).toBeNull();
    expect(await found(clocked(10, 4, 100), clocked(10, 3, 100))).toMatch(/3\.00 s instead of 4\.00 s: the sound/);
    expect(await found(clocked(10, 4, 100), clocked(4, 4, 100))).toMatch(/4\.00 s instead of 10\.00 s: the picture/);
    // A picture that begins two seconds after the sound ends two seconds later.
    expect(await found(clocked(8, 10, 102), clocked(6, 10, 102))).toMatch(/8\.00 s instead of 10\.00 s: the picture/);
    expect(await found(clocked(8, 10, 102), clocked(8, 10, 102))).toBeNull();
  });

  test('the segments of a playlist have clocks of their own: the whole counts', async () => {
    const made = { ...audio(3, 50), duration: 10 };
    expect(await found(audio(10), made, { format: 'hls' })).toBeNull();
    expect(await found(audio(10), { ...made, duration: 9 }, { format: 'hls' })).toMatch(/^lasts 9\.00 s/);
    expect(await found(audio(10), { ...made, duration: null }, { format: 'hls' })).toMatch(/^lasts 0\.00 s/);
    expect(await found(audio(10), made)).toMatch(/^lasts 3\.00 s/);
    expect(await found(audio(10), { ...audio(null), duration: 10 })).toBeNull();
  });

  test('where the header gives a stream no length the source is measured, when the result is short', async () => {
    const source = { ...audio(null), duration: 10 };
    expect(await found(source, audio(10))).toBeNull();
    expect(await found(source, audio(5), { measured: 10 })).toBeNull();
    expect(await found(source, audio(5), { measured: 5 })).toMatch(/5\.00 s instead of 10\.00 s/);
    expect(await found(source, audio(5), { measured: null })).toMatch(/5\.00 s instead of 10\.00 s/);
  });

  test('nothing is short where nothing was promised', async () => {
    const short = { video: { duration: 1 }, audio: { duration: 1 }, duration: 1 };
    expect(await found({}, short)).toMatch(/the picture/);
    for (const source of [{ durationDeclared: false }, { duration: null }])
      expect(await found(source, short)).toBeNull();
    expect(
      await shortfall(planned(), mediaInfo(short), { source: mediaInfo(), part: asRecorded(0, null), measure: never }),
    ).toBeNull();
    expect(await found({ video: null, audio: null }, short)).toBeNull();
    expect(await found({}, { video: null, audio: null, duration: 1 })).toBeNull();
  });
});

describe('otherLength', () => {
  const found = (made: Info, more: Partial<ExpectedOutput> = {}) =>
    otherLength(planned({ duration: 10, ...more }), mediaInfo(made));

  test('sound may be off by a quarter of a second, a picture by two frames more', () => {
    for (const seconds of [9.75, 10, 10.25]) expect(found(audio(seconds))).toBeNull();
    expect(found(audio(9.74))).toBe('lasts 9.74 s instead of 10.00 s');
    expect(found(audio(10.26))).toBe('lasts 10.26 s instead of 10.00 s');
    for (const [fps, off] of [
      [25, 0.33],
      [4, 0.75],
    ] as const)
      for (const side of [-1, 1]) {
        expect(found(video(10 + side * (off - 0.01), fps))).toBeNull();
        expect(found(video(10 + side * (off + 0.01), fps))).toMatch(/instead of 10\.00 s$/);
      }
  });

  test('each of them is looked at, by the clock of the file', () => {
    expect(found(both(10, 10))).toBeNull();
    expect(found(both(8, 10))).toMatch(/^lasts 8\.00 s/);
    expect(found(both(10, 12))).toMatch(/^lasts 12\.00 s/);
    expect(found(audio(10, 100))).toBeNull();
  });

  test('nothing is another length where none was planned, or nothing is there', () => {
    expect(otherLength(planned(), mediaInfo(audio(3)))).toBeNull();
    expect(found({ video: null, audio: null, duration: 3 })).toBeNull();
  });
});

describe('excess', () => {
  interface Case {
    source?: Info;
    speed?: number;
    /** Of the source that was read; ten seconds of its twelve. */
    seconds?: number;
    samples?: number | null;
    measured?: number | null;
  }
  const found = (made: Info, { source, speed = 1, seconds = 10, samples = null, measured }: Case = {}) =>
    excess(planned({ duration: 10 }), mediaInfo(made), {
      source: mediaInfo({ duration: 12, ...source }),
      part: { ...asRecorded(0, seconds), speed },
      measure: measured === undefined ? never : () => Promise.resolve(measured),
      samples,
    });

  test('sound may last a quarter of a second longer', async () => {
    for (const seconds of [1, 10, 10.25]) expect(await found(audio(seconds))).toBeNull();
    expect(await found(audio(10.26))).toBe('lasts 10.26 s instead of 10.00 s');
  });

  test.each([
    ['alike', { source: { video: { fps: 25 } } }, 25, 0.33],
    ['of a slow source', { source: { video: { fps: 4 } } }, 25, 0.75],
    ['of a slow result', { source: { video: { fps: 25 } } }, 4, 0.75],
    ['played at half its speed', { source: { video: { fps: 25 } }, speed: 0.5 }, 25, 0.41],
    ['played at twice its speed', { source: { video: { fps: 25 } }, speed: 2 }, 50, 0.33],
  ])('a picture two frames more: %s', async (_, more, fps, allowed) => {
    expect(await found(video(10 + allowed - 0.01, fps), more)).toBeNull();
    expect(await found(video(10 + allowed + 0.01, fps), more)).toMatch(/instead of 10\.00 s$/);
  });

  test('sound lasts as long as its samples, whatever its timestamps say', async () => {
    expect(await found(audio(10), { samples: 48_000 * 10.2 })).toBeNull();
    expect(await found(audio(10), { samples: 48_000 * 11 })).toBe('lasts 11.00 s instead of 10.00 s');
    expect(await found(audio(11), { samples: 48_000 * 10 })).toBe('lasts 11.00 s instead of 10.00 s');
    expect(await found(video(10), { samples: 48_000 * 11 })).toBeNull();
  });

  test('each of them is looked at', async () => {
    expect(await found(both(12, 10))).toMatch(/^lasts 12\.00 s/);
    expect(await found(both(10, 12))).toMatch(/^lasts 12\.00 s/);
    expect(await found({ video: null, audio: null, duration: 12 })).toBeNull();
    expect(
      await excess(planned(), mediaInfo(audio(12)), {
        source: mediaInfo(),
        part: asRecorded(0, 10),
        measure: never,
        samples: null,
      }),
    ).toBeNull();
  });

  test('where the source is read to its end, that may lie beyond what its header says', async () => {
    const whole = { source: { duration: 10 } };
    for (const measured of [12, null]) expect(await found(audio(12), { ...whole, measured })).toBeNull();
    expect(await found(audio(12), { ...whole, measured: 11 })).toMatch(/^lasts 12\.00 s/);
    expect(await found(audio(12), { ...whole, speed: 2, measured: 22 })).toMatch(/^lasts 12\.00 s/);
    expect(await found(both(12, 13), { ...whole, measured: 12 })).toMatch(/^lasts 13\.00 s/);
  });
});
