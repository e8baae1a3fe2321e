import type { VideoInfo } from '../../../../../src/pipeline/media/mediaInfo';
import type { FrameChange } from '../../../../../src/pipeline/inspect/pictures/analysis';
import { frameMeter } from '../../../../../src/pipeline/inspect/pictures/frameMeter';
import { cropCommands, reframeFilters } from '../../../../../src/pipeline/kinds/shorts/reframe/filters';
import { steepest, trackedCrop } from '../../../../../src/pipeline/kinds/shorts/reframe/track';
import { mediaInfo } from '../../../../support/mediaInfo';

/** Widths of the source per second, per second: what docs promise of a crop, whatever the code goes by. */
const MOST_SEEN_AS_SMOOTH = 1.5;

const FPS = 25;
const SOURCE = { width: 1280, height: 720 };
/** 9:16 out of 16:9. */
const CROP = { width: 405, height: 720 };
const SMALL = { width: 64, height: 36 };
/** Of the picture's width: a face. */
const FACE = 0.1;

interface Scene {
  /** Middle of the face at a second, 0–1 from the left. */
  face: (at: number) => number;
  seconds: number;
  cuts?: number[];
}

/** Noise that is the same each time. */
const noise = (seed: number): number => ((Math.sin(seed * 12.9898) * 43_758.5453) % 1) * 6;

/** A scene as it would be measured, at the size at which pictures are measured. */
function measured({ face, seconds, cuts = [] }: Scene): FrameChange[] {
  const frames: FrameChange[] = [];
  const meter = frameMeter(SMALL, (index, frame) => frames.push({ at: index / FPS, ...frame }));
  for (let index = 0; index < seconds * FPS; index += 1) {
    const at = index / FPS;
    const shot = cuts.filter((cut) => cut <= at).length;
    const pixels = Buffer.from(
      Array.from(
        { length: SMALL.width * SMALL.height },
        (_, place) => 90 + 40 * Math.sin(place / (7 + 3 * shot)) + noise(place + index * 7919),
      ),
    );
    const [left, width] = [Math.round((face(at) - FACE / 2) * SMALL.width), Math.round(FACE * SMALL.width)];
    for (let y = 8; y < 22; y += 1)
      for (let x = Math.max(0, left); x < Math.min(SMALL.width, left + width); x += 1)
        pixels[y * SMALL.width + x] = 220;
    meter.read(pixels);
  }
  return frames;
}

const wander = (at: number) => 0.5 + 0.3 * Math.sin(at / 1.3) + 0.1 * Math.sin(at / 0.45);
const SCENES: [string, Scene][] = [
  ['that crosses the picture and comes back', { face: (at) => 0.1 + 0.8 * Math.abs(((at / 8) % 2) - 1), seconds: 16 }],
  ['that wanders about', { face: wander, seconds: 15 }],
  [
    'that is elsewhere after a cut, stands there, and goes on',
    {
      face: (at) => (at < 4 ? 0.15 + at * 0.08 : at < 8 ? 0.8 + 0.02 * Math.sin(3 * at) : 0.8 - (at - 8) * 0.13),
      seconds: 13,
      cuts: [4, 8],
    },
  ],
];

describe.each(SCENES)('a face %s', (_name, scene) => {
  const frames = measured(scene);
  const { points } = trackedCrop(frames, scene.cuts ?? [], { start: 0, end: scene.seconds }, SOURCE, CROP);

  it('is in the crop in at least 95% of the pictures', () => {
    const inside = points.filter(({ at, left }) => {
      const middle = scene.face(at) * SOURCE.width;
      return (
        middle - (FACE / 2) * SOURCE.width >= left - 1 && middle + (FACE / 2) * SOURCE.width <= left + CROP.width + 1
      );
    });
    expect(points).toHaveLength(frames.length);
    expect(inside.length / points.length).toBeGreaterThanOrEqual(0.95);
  });

  it('is followed without a jerk, but for jumps at cuts', () => {
    const edges = [0, ...(scene.cuts ?? []), scene.seconds];
    for (const [index, end] of edges.slice(1).entries()) {
      const shot = points.filter(({ at }) => at >= (edges[index] ?? 0) && at < end);
      expect(
        steepest(
          shot.map(({ left }) => left / SOURCE.width),
          shot.map(({ at }) => at),
        ),
      ).toBeLessThanOrEqual(MOST_SEEN_AS_SMOOTH);
    }
    expect(points.filter(({ cut }) => cut).map(({ at }) => at)).toEqual(scene.cuts ?? []);
    expect(points.every(({ left }) => left >= -0.001 && left <= SOURCE.width - CROP.width + 0.001)).toBe(true);
  });
});

test('however a face jumps from one side to the other, the crop follows without a jerk, and no slower than it must', () => {
  const jerks = [0.8, 1, 1.2, 1.5, 2, 2.5, 3].map((period) => {
    const frames = Array.from({ length: 12 * FPS }, (_, index): FrameChange => {
      const x = Math.floor((2 * index) / FPS / period) % 2 === 0 ? 0.1 : 0.9;
      return { at: index / FPS, x, y: 0.5, moved: 0.05, change: 0.05, luma: 0.5, dark: 0 };
    });
    const { points } = trackedCrop(frames, [], { start: 0, end: 12 }, SOURCE, CROP);
    return steepest(
      points.map(({ left }) => left / SOURCE.width),
      points.map(({ at }) => at),
    );
  });
  expect(Math.max(...jerks)).toBeLessThanOrEqual(MOST_SEEN_AS_SMOOTH);
  expect(Math.max(...jerks)).toBeGreaterThan(MOST_SEEN_AS_SMOOTH * 0.8);
});

it('stands still where what moves stays in one place', () => {
  const { points } = trackedCrop(
    measured({ face: (at) => 0.7 + 0.02 * Math.sin(5 * at), seconds: 6 }),
    [],
    { start: 0, end: 6 },
    SOURCE,
    CROP,
  );
  expect(new Set(points.map(({ left }) => left)).size).toBe(1);
  expect(points[0]?.left).toBeCloseTo(0.7 * 1280 - 405 / 2, -2);
});

it('shows the middle where nothing moves', () => {
  const { points } = trackedCrop(measured({ face: () => 0.2, seconds: 3 }), [], { start: 0, end: 3 }, SOURCE, CROP);
  expect(points.every(({ left }) => left === (1280 - 405) / 2)).toBe(true);
});

it('writes commands only where the crop moves by a pixel, and not more than an argument holds', () => {
  const point = (at: number, left: number, cut = false) => ({ at, left, top: 0, cut });
  expect(
    cropCommands(
      { ...CROP, points: [point(10, 5), point(10.04, 5.3), point(10.08, 6), point(10.12, 300, true)] },
      10,
      25,
    ),
  ).toBe('0.070 crop x 6;0.110 crop x 300');
  const long = Array.from({ length: 9000 }, (_, index) => point(index / 30, index % 800));
  expect(cropCommands({ ...CROP, points: long }, 0, 30).length).toBeLessThan(100_000);
});

describe('filters', () => {
  const { video: picture } = mediaInfo({ video: { width: 1280, height: 720 } });
  const part = { start: 0, end: 5 };
  const filters = (how: 'center' | 'blur' | 'track', size = { width: 1080, height: 1920 }) =>
    reframeFilters(picture as VideoInfo, { how, size, part, analysis: null, holdTo: null }).filters;

  it('cut out the middle, or show all of it over a blurred copy', () => {
    expect(filters('center')).toContain('crop=405:720:438:0:exact=1,scale=1080:1920');
    expect(filters('track')).toBe(filters('center')); // nothing is known of what moves
    expect(filters('blur')).toMatch(
      /split\[wide\]\[copy\].*boxblur.*scale=w='if\(eq\(iw,1280\)\*eq\(ih,720\),1080,.*,608,.*\[front\];\[behind\]\[front\]overlay=/,
    );
  });

  it('leave a picture of the same shape as it is', () => {
    for (const how of ['center', 'blur', 'track'] as const)
      expect(filters(how, { width: 640, height: 360 })).toBe(filters('center', { width: 640, height: 360 }));
    expect(filters('blur', { width: 640, height: 360 })).not.toContain('boxblur');
  });
});

describe('a face that is now here, now there', () => {
  /** The crop's strongest acceleration, in widths of the source per second, per second, by second differences of equal steps. */
  function strongest(pictures: number): number {
    // Without noise, and faster than it can be followed, so that the bound alone decides how the crop moves.
    const frames: FrameChange[] = Array.from({ length: 6 * FPS }, (_, index) => ({
      at: index / FPS,
      x: Math.floor(index / pictures) % 2 === 0 ? 0.1 : 0.9,
      y: 0.5,
      moved: 0.05,
      change: 0.1,
      luma: 0.5,
      dark: 0,
    }));
    const { points } = trackedCrop(frames, [], { start: 0, end: 6 }, SOURCE, CROP);
    const at = (index: number) => (points[index]?.left ?? 0) / SOURCE.width;
    return Math.max(
      ...points.slice(2).map((_, index) => Math.abs(at(index) - 2 * at(index + 1) + at(index + 2)) * FPS * FPS),
    );
  }

  // The figures stand here, and not the constant: with another bound other paths come out, faster or lazier ones.
  it.each([12, 16, 20])('for %d pictures each: the crop speeds up by no more than 1.5', (pictures) =>
    expect(strongest(pictures)).toBeLessThanOrEqual(1.5),
  );
  it('is followed as briskly as the bound allows', () => expect(strongest(16)).toBeGreaterThan(1.35));
});
