/** One picture of a GIF. */
export interface GifPicture {
  left: number;
  top: number;
  width: number;
  height: number;
  /** The number of its one colour, or of each pixel's. */
  shows: number | readonly number[];
  /** How long it is shown; absent: nothing is said of how it is shown. */
  hundredths?: number;
  /** It is taken away before the next one. */
  isTakenAway?: boolean;
  /** The number of the colour that stands for transparency. */
  transparent?: number;
}

export interface GifFile {
  width: number;
  height: number;
  /** 256 of them. */
  colours: readonly (readonly number[])[];
  /** The number of the background's. */
  background: number;
  pictures: readonly GifPicture[];
}

/** Bits of a pixel, and codes after which the decoder is told to forget what it has seen, before its codes get longer. */
const BITS = 8;
const CODES = 2 ** BITS - 2;

const shorts = (...values: readonly number[]): Buffer =>
  Buffer.concat(values.map((value) => Buffer.from([value & 255, value >> 8])));

/** Pixels as the LZW of a GIF, none of them put together: codes of nine bits. */
function lzw(pixels: readonly number[]): Buffer {
  const [clear, end] = [2 ** BITS, 2 ** BITS + 1];
  const codes = pixels.flatMap((pixel, n) => (n % CODES === 0 ? [clear, pixel] : [pixel])).concat(end);
  const bytes = Buffer.alloc(Math.ceil((codes.length * (BITS + 1)) / 8));
  for (const [n, code] of codes.entries())
    for (let bit = 0; bit <= BITS; bit++) {
      const at = n * (BITS + 1) + bit;
      bytes[at >> 3] = (bytes[at >> 3] ?? 0) | (((code >> bit) & 1) << (at & 7));
    }
  const blocks = Array.from({ length: Math.ceil(bytes.length / 255) }, (_, n) => {
    const block = bytes.subarray(255 * n, 255 * (n + 1));
    return Buffer.concat([Buffer.from([block.length]), block]);
  });
  return Buffer.concat([Buffer.from([BITS]), ...blocks, Buffer.from([0])]);
}

/** A GIF of pictures that share one table of colours. */
export function gif({ width, height, colours, background, pictures }: GifFile): Buffer {
  const blocks = pictures.map(({ left, top, shows, hundredths, isTakenAway, transparent, ...size }) => {
    const flags = (isTakenAway ? 2 << 2 : 1 << 2) | (transparent === undefined ? 0 : 1);
    const control = [Buffer.from([0x21, 0xf9, 4, flags]), shorts(hundredths ?? 0), Buffer.from([transparent ?? 0, 0])];
    const pixels = typeof shows === 'number' ? Array<number>(size.width * size.height).fill(shows) : shows;
    return Buffer.concat([
      ...(hundredths === undefined ? [] : control),
      Buffer.from([0x2c]),
      shorts(left, top, size.width, size.height),
      Buffer.from([0]),
      lzw(pixels),
    ]);
  });
  const header = [Buffer.from('GIF89a'), shorts(width, height), Buffer.from([0x80 | (BITS - 1), background, 0])];
  return Buffer.concat([...header, Buffer.from(colours.flat()), ...blocks, Buffer.from(';')]);
}
