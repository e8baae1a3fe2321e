import fc from 'fast-check';
import { askedSize, isSized } from '../../../src/pipeline/plan/askedSize';
import type { SizeOptions } from '../../../src/pipeline/plan/askedSize';
import { isUpscaled, shapeOf } from '../../../src/pipeline/plan/geometry';

const asked = ([width, height]: [number, number], options: SizeOptions) => {
  const size = askedSize({ width, height }, options);
  return [size.width, size.height];
};

describe('the shorter side', () => {
  test.each<[[number, number], [number | null, number | null]]>([
    [
      [1920, 1080],
      [853, 480],
    ],
    [
      [1080, 1920],
      [480, 853],
    ],
    [
      [1000, 1000],
      [480, 480],
    ],
    [
      [160, 90],
      [853, 480],
    ],
  ])('of %j becomes 480', (source, size) => expect(asked(source, { short_side: 480 })).toEqual(size));

  test('is not enlarged where the picture may not be', () =>
    expect(asked([160, 90], { short_side: 480, upscale: false })).toEqual([null, null]));
});

describe('a bound', () => {
  test('leaves alone what is below it', () => {
    expect(asked([640, 360], { max_width: 1280, max_height: 1280 })).toEqual([null, null]);
    expect(asked([640, 360], { width: 320, max_width: 1280 })).toEqual([320, null]);
    expect(isSized({ width: 641, height: 361 }, { max_width: 641, max_height: 361 })).toBe(false);
  });

  test('makes smaller what is above it, in its shape', () => {
    expect(asked([1080, 1920], { max_width: 1280, max_height: 1280 })).toEqual([720, 1280]);
    expect(asked([1080, 1920], { width: 1000, max_height: 960 })).toEqual([540, 960]);
    expect(asked([1920, 1080], { width: 1000, height: 1000, fit: 'cover', max_height: 500 })).toEqual([500, 500]);
    expect(asked([1920, 1080], { height: '50%', max_width: 480 })).toEqual([480, 270]);
  });
});

describe('a picture that may not be enlarged', () => {
  test.each<[SizeOptions, [number | null, number | null]]>([
    [{ width: 1280 }, [null, null]],
    [{ width: '200%' }, [null, null]],
    [{ width: 320 }, [320, null]],
    // The frame has the shape that was asked for, and the picture its own size in it.
    [{ width: 1920, height: 1080 }, [853, 480]],
    [{ width: 1920, height: 1080, fit: 'cover' }, [640, 360]],
    [{ width: 1280, height: 240, fit: 'fill' }, [640, 120]],
  ])('%j of 640×480', (options, size) => expect(asked([640, 480], { ...options, upscale: false })).toEqual(size));
});

test('whatever is asked for, it holds', () => {
  const side = fc.integer({ min: 1, max: 4000 });
  const maybe = fc.option(side, { nil: undefined });
  fc.assert(
    fc.property(
      fc.record({ width: side, height: side }),
      fc.record({
        width: maybe,
        height: maybe,
        max_width: maybe,
        max_height: maybe,
        fit: fc.constantFrom('contain' as const, 'cover' as const, 'fill' as const),
        even: fc.boolean(),
      }),
      (source, { even, ...options }) => {
        const shape = shapeOf(source, { ...options, upscale: false }, { maxSide: 16_384, even });
        // A side has 1 or 2 pixels at least, whatever its shape.
        const least = even ? 2 : 1;
        expect(shape.width).toBeLessThanOrEqual(Math.max(least, options.max_width ?? Infinity));
        expect(shape.height).toBeLessThanOrEqual(Math.max(least, options.max_height ?? Infinity));
        if (Math.min(shape.width, shape.height) > least) expect(isUpscaled(source, shape)).toBe(false);
      },
    ),
    { numRuns: 2000, seed: 1 },
  );
});
