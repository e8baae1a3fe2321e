import { fittedRate, SPEECH } from '../../../src/pipeline/plan/fittedRate';
import { isFull, nextAim } from '../../../src/pipeline/plan/fitting';
import type { Tried } from '../../../src/pipeline/plan/fitting';
import { scaledBy, sizedAs } from '../../../src/pipeline/plan/smallerShape';

/** Makes it again and again, as a job does, out of what takes so many bytes for each aim. */
function search(bytesOf: (aim: number) => number, most: number): Tried[] {
  const tried: Tried[] = [];
  while (tried.length < 8 && !isFull(tried.at(-1)?.bytes ?? 0, most)) {
    const aim = nextAim(tried, most);
    tried.push({ aim, bytes: Math.round(bytesOf(aim)) });
  }
  return tried;
}

test.each<[string, (aim: number) => number, number]>([
  ['takes what is aimed at', (aim) => aim, 1],
  ['takes a tenth more', (aim) => 1.1 * aim, 2],
  ['takes half of it', (aim) => aim / 2, 2],
  ['has a head that nothing makes smaller', (aim) => 40_000 + aim, 4],
  ['grows slowly, as a plain picture does', (aim) => 900 * aim ** 0.4, 4],
  ['grows in steps', (aim) => 6000 * Math.round(aim / 6000), 4],
])('what %s is found in time', (_, bytesOf, most) => {
  const tried = search(bytesOf, 100_000);
  expect(isFull(tried.at(-1)?.bytes ?? 0, 100_000)).toBe(true);
  expect(tried.length).toBeLessThanOrEqual(most);
});

test('what was too much, or too little, is not aimed at again', () => {
  const tried = [
    { aim: 100, bytes: 200 },
    { aim: 60, bytes: 80 },
  ];
  const aim = nextAim(tried, 100);
  expect(aim).toBeGreaterThan(60);
  expect(aim).toBeLessThan(100);
});

const FILM = {
  size: { width: 1920, height: 1080 },
  sound: 128_000,
  all: 12_000_000,
  quality: 'very_high',
} as const;
const at = (bits: number, made: Parameters<typeof fittedRate>[0] = FILM) =>
  fittedRate(made, { aimed: bits, most: bits });

test.each([
  [6_000_000, 1080],
  [1_200_000, 720],
  [700_000, 540],
  [250_000, 288],
  [60_000, 144],
])('a film in %d bits a second has a side of %d pixels', (bits, side) => {
  const { factor, picture, sound } = at(bits);
  expect(Math.round(factor * 1080)).toBe(side);
  expect(picture + sound).toBeCloseTo(bits, -1);
});

test('what is mostly sound keeps most of its sound', () => {
  const { sound, picture } = at(100_000, { ...FILM, all: 148_000 });
  expect(sound).toBeGreaterThanOrEqual(80_000);
  expect(picture).toBeGreaterThan(10_000);
});

test('speech stays, and then nothing is left to be lower', () => {
  const { sound, isLeast } = at(30_000);
  expect(sound).toBe(SPEECH);
  expect(isLeast).toBe(true);
  expect(at(700_000).isLeast).toBe(false);
  expect(at(700_000, { ...FILM, sound: 0 }).sound).toBe(0);
});

test('a smaller picture is shaped as before', () => {
  expect(scaledBy({ width: 641, height: 359 }, 0.5, { even: true })).toEqual({ width: 320, height: 180 });
  expect(sizedAs({ max_width: 640, upscale: false }, { width: 320, height: 180 })).toMatchObject({
    width: 320,
    height: 180,
    fit: 'fill',
    max_width: undefined,
  });
  expect(sizedAs({ width: 640, height: 640, fit: 'cover' }, { width: 320, height: 320 }).fit).toBe('cover');
});
