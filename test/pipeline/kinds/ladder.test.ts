import { ladder } from '../../../src/pipeline/kinds/adaptiveVideo/ladder';

const sides = (width: number, height: number) =>
  ladder({ width, height }, 'medium', 30).map((rung) => Math.min(rung.width, rung.height));

it.each([
  [1920, 1080, [1080, 720, 480, 360]],
  [3840, 2160, [2160, 1440, 1080, 720, 480]],
  [1280, 720, [720, 480, 360]],
  [1080, 1920, [1080, 720, 480, 360]],
  [640, 360, [360, 240]],
  [320, 180, [180]],
])('%d×%d → %j', (width, height, expected) => expect(sides(width, height)).toEqual(expected));
it('never goes above the top, keeps its shape, and has even sides', () => {
  for (const rung of ladder({ width: 1000, height: 562 }, 'high', 25)) {
    expect(rung.width).toBeLessThanOrEqual(1000);
    expect((rung.width % 2) + (rung.height % 2)).toBe(0);
    expect(rung.width / rung.height).toBeCloseTo(1000 / 562, 1);
  }
});
it('falls from rung to rung and shifts with quality', () => {
  const rates = ladder({ width: 1920, height: 1080 }, 'medium', 30).map(({ maxRate }) => maxRate);
  expect(rates).toEqual([...rates].sort((a, b) => b - a));
  expect(rates[0]).toBe(6_000_000);
  expect(ladder({ width: 1920, height: 1080 }, 'high', 30)[0]?.maxRate).toBeGreaterThan(6_000_000);
  expect(ladder({ width: 1920, height: 1080 }, 'low', 30)[0]?.maxRate).toBeLessThan(6_000_000);
});
