import type { Area } from '../media/frame';
import type { Bytes } from '../storage/bytes';

/** Bytes that are read at once: most blocks are smaller. */
const WINDOW = 65_536;

/** GIF89a: what begins an extension, a picture; the extension that says how one is shown. */
const EXTENSION = 0x21;
const PICTURE = 0x2c;
const CONTROL = 0xf9;
/** Bytes of the header, of a picture's descriptor, and of what stands before the body of an extension. */
const HEADER = 13;
const DESCRIPTOR = 10;
const BEFORE_BODY = 3;

/** Flag of the header and of a picture: a table of colours follows. */
export const HAS_TABLE = 0x80;
/** Flags of that, and of how the table's size is written. */
export const TABLE_FLAGS = 0x87;
/** Bits of the extension that says how a picture is shown: how it is taken away, and whether one of its colours stands for transparency. */
export const HAS_TRANSPARENCY = 1;
export const CLEARED = 2 << 2;
const DISPOSAL = 7 << 2;

/** A part of a GIF: so many bytes of the file, from `at` to `end`. */
export interface GifBlock {
  is: 'header' | 'control' | 'picture' | 'other';
  at: number;
  end: number;
  /** Where its flags stand. */
  flagsAt: number;
  flags: number;
  /** Where a picture is drawn; of the header, the whole canvas. */
  area: Area;
  /** Bytes of its table of colours, which follows the header or a picture's descriptor. */
  table: number;
}

/** The blocks of a GIF in their order, read by windows. What follows something unknown is left out. */
export async function* gifBlocks(bytes: Bytes): AsyncGenerator<GifBlock> {
  const byte = byteReader(bytes);
  const short = async (at: number) => (await byte(at)) + 256 * (await byte(at + 1));
  const nothing = { left: 0, top: 0, width: 0, height: 0 };
  const canvas = { left: 0, top: 0, width: await short(6), height: await short(8) };
  const flags = await byte(10);
  let at = HEADER + colours(flags);
  yield { is: 'header', at: 0, end: at, flagsAt: 10, flags, area: canvas, table: colours(flags) };
  while (at < bytes.size) {
    const block = await byte(at);
    let found: Omit<GifBlock, 'end'>;
    let next: number;
    if (block === EXTENSION) {
      const isControl = (await byte(at + 1)) === CONTROL;
      const flagsAt = at + BEFORE_BODY;
      found = { is: isControl ? 'control' : 'other', at, flagsAt, flags: await byte(flagsAt), area: nothing, table: 0 };
      next = at + 2;
    } else if (block === PICTURE) {
      const [left, top] = [await short(at + 1), await short(at + 3)];
      const area = { left, top, width: await short(at + 5), height: await short(at + 7) };
      const flagsAt = at + DESCRIPTOR - 1;
      const shown = await byte(flagsAt);
      found = { is: 'picture', at, flagsAt, flags: shown, area, table: colours(shown) };
      next = flagsAt + 1 + colours(shown) + 1;
    } else return;
    // Sub-blocks, each with its length, until one of none.
    for (let length = -1; length !== 0 && next < bytes.size; next += length + 1) length = await byte(next);
    at = Math.min(next, bytes.size);
    yield { ...found, end: at };
  }
}

/** Whether a picture is taken away before the next is shown, and leaves a hole. */
export const isTakenAway = ({ flags }: Pick<GifBlock, 'flags'>): boolean => (flags & DISPOSAL) === CLEARED;

/** Bytes of the table of colours that flags tell of. */
const colours = (flags: number): number => (flags & HAS_TABLE ? 3 * 2 ** ((flags & 7) + 1) : 0);

/** Reads one byte; 0 beyond the end. */
function byteReader(bytes: Bytes): (at: number) => Promise<number> {
  const window = { from: 0, bytes: Buffer.alloc(0) };
  return async (at) => {
    if (at < window.from || at >= window.from + window.bytes.length)
      Object.assign(window, { from: at, bytes: await bytes.read(at, WINDOW) });
    return window.bytes[at - window.from] ?? 0;
  };
}
