import type { KindName } from '../../../src/pipeline/kinds';
import { kindOf } from '../../../src/pipeline/kinds';
import { limitsOf } from '../../../src/pipeline/job/limits';
import type { MediaInfo } from '../../../src/pipeline/media/mediaInfo';
import { costOfAll, refuseCost, refuseFrames } from '../../../src/pipeline/plan/cost';
import { mostBytes } from '../../../src/pipeline/plan/jobBudget';
import { parseRequest } from '../../../src/pipeline/request/request';
import { expectThrown } from '../../support/expectError';
import { mediaInfo, planContext } from '../../support/mediaInfo';

function costOf(kind: KindName, options: object, source: MediaInfo) {
  const making = kindOf(kind).load?.();
  if (making === undefined || !('plan' in making)) throw new Error(`${kind} has no plan`);
  return making.plan(parseRequest({ kind, options }).options, planContext(source)).cost;
}

const sound = (seconds: number, audio: Partial<NonNullable<MediaInfo['audio']>>) =>
  mediaInfo({ video: null, bytes: 40_000, duration: seconds, audio: { index: 0, duration: seconds, ...audio } });

/** Bytes as counted by hand: samples, channels, bytes of each. */
describe('sound that keeps every sample', () => {
  it.each<[string, string, MediaInfo, number]>([
    ['16 bits', 'wav', sound(1, { codec: 'mp3', sampleRate: 44_100 }), 44_100 * 2 * 2],
    ['24 bits', 'wav', sound(200, { codec: 'flac', sampleRate: 192_000, channels: 8, bitDepth: 24 }), 921_600_000],
    ['32 bits become 24', 'wav', sound(10, { codec: 'pcm_f32le', bitDepth: 32, channels: 1 }), 1_440_000],
    ['a copy', 'wav', sound(60, { codec: 'pcm_s24le', bitDepth: 24, channels: 6 }), 51_840_000],
    ['flac', 'flac', sound(10, { codec: 'mp3', sampleRate: 48_000 }), 1_920_000],
    ['deep flac', 'flac', sound(10, { codec: 'pcm_s24be', bitDepth: 24 }), 2_880_000],
    ['flac has eight channels at most', 'flac', sound(1, { codec: 'aac', channels: 16 }), 192_000],
  ])('%s in %s', (_, format, source, bytes) => {
    expect(costOf('audio', { format }, source)).toMatchObject({ soundBytes: bytes, bytes, pixels: 0 });
  });
  test('only of the part that is asked for', () => {
    expect(costOf('audio', { format: 'wav', start: 10, end: 12 }, sound(60, {})).soundBytes).toBe(384_000);
  });
});

test('other sound takes what its encoder is given, or what the source has', () => {
  expect(costOf('audio', { bitrate: 128_000 }, sound(60, {}))).toMatchObject({ soundBytes: 0, bytes: 960_000 });
  expect(costOf('audio', {}, sound(60, { codec: 'mp3' }))).toMatchObject({ soundBytes: 0, bytes: 40_000 });
});

describe('pictures', () => {
  const hours = (count: number, bytes: number) =>
    mediaInfo({ bytes, format: 'avi', duration: count * 3600, video: { duration: count * 3600 } });
  test('frames times pixels, of source or result, whichever are more', () => {
    const minute = mediaInfo({ format: 'avi', duration: 60 });
    expect(costOf('video', {}, minute).pixels).toBe(3_732_480_000);
    expect(costOf('video', { width: 640 }, minute)).toMatchObject({ pixels: 3_732_480_000, framePixels: 230_400 });
    expect(costOf('video', { width: 3840 }, minute).pixels).toBe(14_929_920_000);
    expect(costOf('video', { fps: 60 }, minute).pixels).toBe(7_464_960_000);
    expect(costOf('video', { start: 10, end: 20 }, minute).pixels).toBe(622_080_000);
  });
  test('a copy costs none, and the bytes of the source', () => {
    expect(costOf('video', {}, mediaInfo())).toMatchObject({ pixels: 0, bytes: 10_000_000, seconds: 10 });
  });
  test('bytes follow from bits per second, where the encoder keeps to them', () => {
    const source = mediaInfo({ format: 'avi', duration: 60, audio: null });
    expect(costOf('video', { bitrate: 1_000_000 }, source).bytes).toBe(7_500_000);
    expect(costOf('video', {}, source).bytes).toBe(30_000_000);
    expect(costOf('video', { quality: 'high' }, source).bytes).toBeNull();
  });
  test('all renditions of a stream count', () => {
    const { framePixels, pixels } = costOf('adaptive_video', {}, mediaInfo());
    expect(framePixels).toBeGreaterThan(1920 * 1080);
    expect(pixels).toBe(framePixels * 300);
  });
  test('an animation', () => {
    expect(costOf('animation', { end: 5, width: 320, fps: 10 }, mediaInfo())).toMatchObject({
      framePixels: 57_600,
      pixels: 1920 * 1080 * 30 * 5,
      seconds: 5,
    });
  });
  test('a still picture', () => {
    const still = mediaInfo({ format: 'png', still: true, duration: null, audio: null, video: { duration: null } });
    expect(costOf('image', { width: 200 }, still)).toMatchObject({ pixels: 2_073_600, framePixels: 22_600 });
    expect(costOf('image', { format: 'png' }, still).bytes).toBe(8_294_400);
  });

  test('three hours of 1080p30 pass, and a crafted file of that length does not', () => {
    const film = hours(3, 1_000_000_000);
    const pixels = 671_846_400_000;
    expect(costOf('video', { quality: 'medium' }, film).pixels).toBe(pixels);
    refuseCost(costOf('video', { quality: 'medium' }, film), film, limitsOf({}));
    const bomb = hours(3, 100_000);
    expectThrown(
      () => refuseCost(costOf('video', {}, bomb), bomb, limitsOf({})),
      'limit_exceeded',
      /671,846,400,000 pixels, and 400,000,000,000 are the most \(MEDIA_JOBS_MAX_PIXELS\)/,
    );
  });
});

describe('refused', () => {
  const limits = limitsOf({});
  test.each<[string, MediaInfo, string]>([
    ['longer than a day', sound(86_401, { codec: 'mp3' }), 'it would last 86,401 s, and 86,400 are the most'],
    ['more than 4 GiB of sound', sound(933, { sampleRate: 192_000, channels: 8, bitDepth: 24 }), '4,294,967,296'],
  ])('%s', (_, source, words) => {
    expectThrown(() => refuseCost(costOf('audio', { format: 'wav' }, source), source, limits), 'limit_exceeded', words);
  });
  test('just within is not', () => {
    const source = sound(932, { sampleRate: 192_000, channels: 8, bitDepth: 24 });
    refuseCost(costOf('audio', { format: 'wav' }, source), source, limits);
    refuseFrames(mediaInfo({ video: { frames: 1_000_000 } }), limits);
  });
  test('just at all limits is not either', () => {
    const most = { seconds: 86_400, soundBytes: 4_294_967_296, pixels: 4e11, framePixels: 1, bytes: null };
    refuseCost(most, { bytes: 0 }, limits);
    for (const more of [{ seconds: 86_401 }, { soundBytes: 4_294_967_297 }, { pixels: 4e11 + 1 }])
      expectThrown(() => refuseCost({ ...most, ...more }, { bytes: 0 }, limits), 'limit_exceeded', 'are the most');
    refuseFrames({ video: null }, limits);
  });
  test('an animation of too many pictures', () => {
    expectThrown(
      () => refuseFrames(mediaInfo({ video: { frames: 1_000_001 } }), limits),
      'limit_exceeded',
      'the animation has 1,000,001 pictures, and 1,000,000 are the most (MEDIA_JOBS_MAX_FRAMES)',
    );
  });
});

test('bytes of a file that cannot be right any more: twice what is foreseen, and room for a source that is longer than it says', () => {
  const nothing = { seconds: 1, soundBytes: 0, framePixels: 0 };
  expect(mostBytes({ ...nothing, pixels: 0, bytes: 1_000_000 }, { bytes: 100 })).toBe(2_000_000 + 1600 + 67_108_864);
  expect(mostBytes({ ...nothing, pixels: 1_000_000, bytes: null }, { bytes: 0 })).toBe(3_000_000 + 67_108_864);
  expect(mostBytes({ ...nothing, pixels: null, bytes: null }, { bytes: 0 })).toBe(Infinity);
});

describe('plans that are carried out one after the other', () => {
  const one = { seconds: 3, soundBytes: 10, pixels: 100, framePixels: 70, bytes: 1_000 };
  const other = { seconds: 5, soundBytes: 20, pixels: 300, framePixels: 40, bytes: 2_000 };

  it('cost the sum of what each costs, and last as long as the last', () =>
    expect(costOfAll([one, other])).toEqual({
      seconds: 5,
      soundBytes: 30,
      pixels: 400,
      framePixels: 70,
      bytes: 3_000,
    }));
  it.each(['soundBytes', 'pixels', 'bytes'] as const)('cost nobody knows what where %s of one are not known', (of) => {
    for (const costs of [
      [{ ...one, [of]: null }, other],
      [one, { ...other, [of]: null }],
    ])
      expect(costOfAll(costs)).toEqual({ ...costOfAll([one, other]), [of]: null });
  });
  it('last as long as the last of three', () =>
    expect(costOfAll([one, { ...one, seconds: 77 }, other]).seconds).toBe(other.seconds));
  it('have no length where the last has none', () =>
    expect(costOfAll([one, { ...other, seconds: null }]).seconds).toBeNull());
});
