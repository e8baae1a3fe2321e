import { asRecorded } from '../../../src/pipeline/plan/reading';
import { mismatch, shortfall } from '../../../src/pipeline/inspect/asPlanned';
import { mediaInfo } from '../../support/mediaInfo';
import type { ExpectedOutput } from '../../../src/pipeline/media/expectedOutput';

const planned = (more: Partial<ExpectedOutput> = {}): ExpectedOutput => ({
  file: 'clip.mp4',
  format: 'mp4',
  mime: 'video/mp4',
  ...more,
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
  const never = () => Promise.reject(new Error('nothing has to be measured'));
  type Info = Parameters<typeof mediaInfo>[0];
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
    const both = (picture: number, sound: number, startTime = 0) => ({
      video: { duration: picture, fps: 25, startTime },
      audio: { duration: sound, startTime: 100 },
      duration: 10,
    });
    expect(await found(both(10, 4, 100), both(10, 4, 100))).toBeNull();
    expect(await found(both(10, 4, 100), both(10, 3, 100))).toMatch(/3\.00 s instead of 4\.00 s: the sound/);
    expect(await found(both(10, 4, 100), both(4, 4, 100))).toMatch(/4\.00 s instead of 10\.00 s: the picture/);
    // A picture that begins two seconds after the sound ends two seconds later.
    expect(await found(both(8, 10, 102), both(6, 10, 102))).toMatch(/8\.00 s instead of 10\.00 s: the picture/);
    expect(await found(both(8, 10, 102), both(8, 10, 102))).toBeNull();
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
