import { frameCode, readFrameCode } from './frameCode';
import { Picture } from './picture';

function shown(greys: readonly number[], scale = 1): Picture {
  const side = 4 * scale;
  const rgba = Buffer.alloc(side * side * 4, 255);
  for (let at = 0; at < side * side; at++) {
    const [x, y] = [at % side, Math.floor(at / side)];
    rgba.fill(greys[Math.floor(y / scale) * 4 + Math.floor(x / scale)] ?? 0, at * 4, at * 4 + 3);
  }
  return new Picture(side, side, rgba);
}

describe('frame numbers in pictures', () => {
  it.each([0, 1, 2, 255, 1234, 4095])('reads back %d at any size', (number) => {
    expect(readFrameCode(shown([...frameCode(number)]))).toBe(number);
    expect(readFrameCode(shown([...frameCode(number)], 8))).toBe(number);
  });

  it('reads no number from two frames blended, nor from black', () => {
    const blend = [...frameCode(5)].map((grey, n) => (grey + (frameCode(6)[n] ?? 0)) / 2);
    expect(readFrameCode(shown(blend))).toBeNull();
    expect(readFrameCode(shown(Array<number>(16).fill(0)))).toBeNull();
    expect(readFrameCode(shown(Array<number>(16).fill(255)))).toBeNull();
  });

  it('reads no number when one field has turned', () => {
    const greys = [...frameCode(77)];
    greys[3] = greys[3] === 16 ? 235 : 16;
    expect(readFrameCode(shown(greys))).toBeNull();
  });
});
