/** Samples of a picture, its channels side by side: three are red, green and blue, a fourth is how opaque it is. */
export interface RawPicture {
  width: number;
  height: number;
  channels: 3 | 4;
  /** Of each sample; 16 are little-endian. */
  bits: 8 | 16;
  /** Its colour profile; null: sRGB. */
  icc: Uint8Array | null;
}

const SHORT = 3;
const LONG = 4;
const UNDEFINED = 7;
const SIZES: Record<number, number> = { [SHORT]: 2, [LONG]: 4, [UNDEFINED]: 1 };
/** Bytes of a directory's entry, and of a value that stands in it. */
const ENTRY = 12;
const INLINE = 4;

/** Pure: what stands before the samples in an uncompressed TIFF file (TIFF 6.0): all that libvips reads without decoding, with a colour profile and 16 bits. */
export function tiffHeader({ width, height, channels, bits, icc }: RawPicture): Buffer {
  const tags: [tag: number, type: number, values: ArrayLike<number>][] = [
    [256, LONG, [width]],
    [257, LONG, [height]],
    [258, SHORT, Array.from({ length: channels }, () => bits)],
    [259, SHORT, [1]], // not compressed
    [262, SHORT, [2]], // RGB
    [273, LONG, [0]], // where the samples begin: set below
    [277, SHORT, [channels]],
    [278, LONG, [height]],
    [279, LONG, [(width * height * channels * bits) / 8]],
    ...(channels === 4 ? [[338, SHORT, [2]] as [number, number, number[]]] : []), // opacity of its own
    ...(icc === null ? [] : [[34675, UNDEFINED, icc] as [number, number, Uint8Array]]),
  ];
  const directory = 8;
  let free = directory + 2 + ENTRY * tags.length + 4;
  const bytesOf = (type: number, values: ArrayLike<number>) => (SIZES[type] ?? 1) * values.length;
  const longer = tags.reduce((sum, [, type, values]) => {
    const bytes = bytesOf(type, values);
    return sum + (bytes > INLINE ? bytes + (bytes % 2) : 0);
  }, 0);
  const header = Buffer.alloc(free + longer);
  header.write('II*\0', 'latin1');
  header.writeUInt32LE(directory, 4);
  header.writeUInt16LE(tags.length, directory);
  for (const [index, [tag, type, values]] of tags.entries()) {
    const at = directory + 2 + ENTRY * index;
    header.writeUInt16LE(tag, at);
    header.writeUInt16LE(type, at + 2);
    header.writeUInt32LE(values.length, at + 4);
    const bytes = bytesOf(type, values);
    const place = bytes > INLINE ? free : at + 8;
    if (bytes > INLINE) {
      header.writeUInt32LE(free, at + 8);
      free += bytes + (bytes % 2);
    }
    for (let n = 0; n < values.length; n++) {
      const value = tag === 273 ? header.length : (values[n] ?? 0);
      const size = SIZES[type] ?? 1;
      header.writeUIntLE(value, place + size * n, size);
    }
  }
  return header;
}
