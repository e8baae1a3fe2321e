import { expectColour } from './expectColour';
import { Picture, type Rgba } from './picture';

function painted(width: number, height: number, colour: (x: number, y: number) => Rgba): Picture {
  return new Picture(
    width,
    height,
    Buffer.from(
      Array.from({ length: height }, (_, y) => Array.from({ length: width }, (__, x) => colour(x, y))).flat(2),
    ),
  );
}
const BLACK: Rgba = [0, 0, 0, 255];
const WHITE: Rgba = [255, 255, 255, 255];

describe('Picture', () => {
  const barred = painted(20, 10, (x) => (x < 4 || x >= 17 ? BLACK : WHITE));

  it('gives pixels, shares and means', () => {
    expect(barred.pixel(3, 0)).toEqual(BLACK);
    expect(barred.share(0.5, 1)).toEqual(WHITE);
    expect(barred.average({ left: 3, top: 0, width: 2, height: 10 })).toEqual([127.5, 127.5, 127.5, 255]);
    expect(barred.brightness()).toBeCloseTo((255 * 13) / 20);
    expect(() => barred.pixel(20, 0)).toThrow(RangeError);
  });

  it('finds what stands between bars', () => {
    expect(barred.boundsWithout([0, 0, 0])).toEqual({ left: 4, top: 0, width: 13, height: 10 });
    expect(painted(3, 3, () => BLACK).boundsWithout([0, 0, 0])).toBeNull();
  });

  it('sees teeth where lines alternate, and none in a smooth or hard-edged picture', () => {
    expect(painted(8, 8, (_, y) => (y % 2 ? BLACK : WHITE)).combing()).toBe(1);
    expect(painted(8, 8, (x) => (x < 4 ? BLACK : WHITE)).combing()).toBe(0);
    expect(painted(8, 8, (_, y) => (y < 4 ? BLACK : WHITE)).combing()).toBe(0);
  });

  it('refuses bytes that are no picture of its size', () => {
    expect(() => new Picture(2, 2, Buffer.alloc(15))).toThrow('15 bytes');
  });
});

test('expectColour fails with both colours in its message', () => {
  expect(() => {
    expectColour([255, 0, 0, 255], [250, 10, 0]);
  }).not.toThrow();
  expect(() => {
    expectColour([255, 0, 0, 255], [200, 0, 0]);
  }).toThrow('(200, 0, 0) within 24, but it is (255, 0, 0, 255): 55 away');
  expect(() => {
    expectColour([255, 0, 0, 255], [255, 0, 0, 0]);
  }).toThrow('255 away');
});
