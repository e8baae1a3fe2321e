/** A box of an ISO base media file (ISO/IEC 14496-12), by its places in the bytes that it was found in. */
export interface Box {
  type: string;
  /** Where it begins; after four bytes of size stand those of its type. */
  at: number;
  /** Where its content begins. */
  body: number;
  end: number;
}

/** Size and type. */
export const BOX_HEADER = 8;

/** The boxes in a stretch of bytes, as far as they lie there whole. Ours are none of those that need 64 bits for their size. */
export function boxesIn(bytes: Buffer, from = 0, to = bytes.length): Box[] {
  const boxes: Box[] = [];
  for (let at = from; at + BOX_HEADER <= to;) {
    const size = bytes.readUInt32BE(at);
    if (size < BOX_HEADER || at + size > to) break;
    boxes.push({ type: bytes.toString('latin1', at + 4, at + BOX_HEADER), at, body: at + BOX_HEADER, end: at + size });
    at += size;
  }
  return boxes;
}

/** All boxes that lie at a path, such as `moov/trak`. */
export function boxesAt(bytes: Buffer, path: string): Box[] {
  const [first = '', ...rest] = path.split('/');
  const find = (type: string, from: number, to: number) => boxesIn(bytes, from, to).filter((box) => box.type === type);
  return rest.reduce(
    (boxes, type) => boxes.flatMap(({ body, end }) => find(type, body, end)),
    find(first, 0, bytes.length),
  );
}

/** Has a box mean nothing any more, in its place. */
export const blank = (bytes: Buffer, { at }: Box): number => bytes.write('free', at + 4, 'latin1');

/** A box of what is in it. */
export function box(type: string, ...content: readonly Buffer[]): Buffer {
  const header = Buffer.alloc(BOX_HEADER);
  header.writeUInt32BE(BOX_HEADER + content.reduce((sum, { length }) => sum + length, 0), 0);
  header.write(type, 4, 'latin1');
  return Buffer.concat([header, ...content]);
}
