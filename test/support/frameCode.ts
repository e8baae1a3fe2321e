import type { Picture } from './picture';

/**
 * A frame's number written into its picture: 4×4 fields, black 0 and white 1. Fields 0–11 hold the number (0–4095), lowest bit first, the last four a
 * check sum, so that two frames blended into one are no number at all.
 */
function checkSum(number: number): number {
  return (number & 15) ^ ((number >> 4) & 15) ^ ((number >> 8) & 15) ^ 0b0101;
}

/** Sixteen grey pixels, four by four. */
export function frameCode(number: number): Buffer {
  const bits = number | (checkSum(number) << 12);
  return Buffer.from(Array.from({ length: 16 }, (_, bit) => ((bits >> bit) & 1 ? 235 : 16)));
}

/** The number that a frame of any size shows; null when it shows none. */
export function readFrameCode(picture: Picture): number | null {
  let bits = 0;
  for (let bit = 0; bit < 16; bit++) {
    const width = Math.max(1, Math.floor(picture.width / 8));
    const height = Math.max(1, Math.floor(picture.height / 8));
    const left = Math.floor(((bit % 4) + 0.5) * (picture.width / 4) - width / 2);
    const top = Math.floor((Math.floor(bit / 4) + 0.5) * (picture.height / 4) - height / 2);
    const brightness = picture.brightness({ left, top, width, height });
    if (brightness > 75 && brightness < 180) return null;
    if (brightness >= 180) bits |= 1 << bit;
  }
  const number = bits & 0xfff;
  return checkSum(number) === bits >> 12 ? number : null;
}
