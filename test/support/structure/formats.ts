import { crc32 } from 'node:zlib';
import { rest } from './parts';
import type { Format, Part } from './parts';

/** Takes parts off the front until something is none. */
function split(bytes: Buffer, next: (bytes: Buffer) => { part: Part; length: number } | null): Part[] {
  const parts: Part[] = [];
  let left = bytes;
  while (left.length > 0) {
    const found = next(left);
    if (found === null || found.length <= 0 || found.length > left.length) return [...parts, rest(left)];
    parts.push(found.part);
    left = left.subarray(found.length);
  }
  return parts;
}

const BOXES_OF_BOXES = ['moov', 'trak', 'mdia', 'minf', 'stbl', 'edts', 'dinf', 'udta', 'mvex', 'moof', 'traf'];

/** ISO 14496-12: 32 bits of size, which count the head, then the type. */
export const mp4: Format = {
  parts: (bytes) =>
    split(bytes, (left) => {
      if (left.length < 8) return null;
      const length = left.readUInt32BE(0);
      const name = left.subarray(4, 8);
      const body = left.subarray(8, length);
      const nested = BOXES_OF_BOXES.includes(name.toString('latin1'));
      return length < 8 ? null : { part: { name, body: nested ? mp4.parts(body) : body }, length };
    }),
  wrap: (name, size, body) => {
    const head = Buffer.alloc(4);
    head.writeUInt32BE((size + 8) >>> 0);
    return Buffer.concat([head, name, body]);
  },
};

/** Segment, Info, Tracks, TrackEntry, Video, Audio, Cluster, BlockGroup, Cues, CuePoint, SeekHead, Seek, EBML head, Tags. */
const MASTERS =
  '18538067 1549a966 1654ae6b ae e0 e1 1f43b675 a0 1c53bb6b bb 114d9b74 4dbb 1a45dfa3 1254c367 7373'.split(' ');

/** RFC 8794: an id and a size of variable length. Sizes are written with eight bytes. */
export const matroska: Format = {
  parts: (bytes) =>
    split(bytes, (left) => {
      const idLength = Math.clz32(left[0] ?? 0) - 23;
      const first = left[idLength] ?? 0;
      const sizeLength = Math.clz32(first) - 23;
      if (idLength > 4 || sizeLength > 8 || left.length < idLength + sizeLength) return null;
      let size = first & (0xff >> sizeLength);
      for (const byte of left.subarray(idLength + 1, idLength + sizeLength)) size = size * 256 + byte;
      const unknown = size === 2 ** (7 * sizeLength) - 1;
      const start = idLength + sizeLength;
      const length = unknown ? left.length : start + size;
      const name = left.subarray(0, idLength);
      const body = left.subarray(start, length);
      const nested = MASTERS.includes(name.toString('hex'));
      return { part: { name, body: nested ? matroska.parts(body) : body }, length };
    }),
  wrap: (name, size, body) => {
    const head = Buffer.alloc(8);
    head.writeBigUInt64BE((1n << 56n) | (BigInt(size) & ((1n << 56n) - 1n)));
    return Buffer.concat([name, head, body]);
  },
};

/** A four-character code and 32 bits of size, little-endian; padded to even. Lists have chunks. */
export const riff: Format = {
  parts: (bytes) =>
    split(bytes, (left) => {
      if (left.length < 8) return null;
      const name = left.subarray(0, 4);
      const size = left.readUInt32LE(4);
      const body = left.subarray(8, 8 + size);
      const isList = ['RIFF', 'LIST'].includes(name.toString('latin1'));
      const inner = isList ? [rest(body.subarray(0, 4)), ...riff.parts(body.subarray(4))] : body;
      return { part: { name, body: inner }, length: Math.min(8 + size + (size % 2), left.length) };
    }),
  wrap: (name, size, body) => {
    const head = Buffer.alloc(4);
    head.writeUInt32LE(size >>> 0);
    return Buffer.concat([name, head, body, Buffer.alloc(body.length % 2)]);
  },
};

/** Packets of 188 bytes; the head has no length. */
export const mpegts: Format = {
  parts: (bytes) =>
    split(bytes, (left) => ({ part: { name: left.subarray(0, 4), body: left.subarray(4, 188) }, length: 188 })),
  wrap: (name, _size, body) => Buffer.concat([name, body]),
};

/** Pages, each as long as its table of segments says. */
export const ogg: Format = {
  parts: (bytes) =>
    split(bytes, (left) => {
      if (left.length < 27 || left.toString('latin1', 0, 4) !== 'OggS') return null;
      const head = 27 + (left[26] ?? 0);
      const length = left.subarray(27, head).reduce((sum, segment) => sum + segment, head);
      return { part: { name: left.subarray(0, head), body: left.subarray(head, length) }, length };
    }),
  wrap: (name, _size, body) => Buffer.concat([name, body]),
};

/** What begins a block of a GIF, and how long its head is; of the file, the head with its table of colours. */
const GIF_HEADS: Record<number, number> = { 0x21: 2, 0x2c: 10 };
const GIF_HEADER = 13;
const tableOf = (flags = 0): number => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);

/** GIF89a: blocks, each a head and sub-blocks that begin with their length until one of none. A picture has a table of colours and the size of its codes before them. */
export const gif: Format = {
  parts: (bytes) => {
    const header = Math.min(bytes.length, GIF_HEADER + tableOf(bytes[10]));
    return [
      { name: bytes.subarray(0, GIF_HEADER), body: bytes.subarray(GIF_HEADER, header) },
      ...split(bytes.subarray(header), (left) => {
        const head = GIF_HEADS[left[0] ?? 0];
        if (head === undefined || left.length < head) return null;
        const body = head + (head === GIF_HEADS[0x2c] ? tableOf(left[9]) + 1 : 0);
        let length = body;
        while ((left[length] ?? 0) > 0) length += 1 + (left[length] ?? 0);
        length += 1;
        return { part: { name: left.subarray(0, head), body: left.subarray(head, length) }, length };
      }),
    ];
  },
  wrap: (name, _size, body) => Buffer.concat([name, body]),
};

const PNG_SIGNATURE = 8;

/** Chunks of size, type, data and a checksum. */
export const png: Format = {
  parts: (bytes) => [
    rest(bytes.subarray(0, PNG_SIGNATURE)),
    ...split(bytes.subarray(PNG_SIGNATURE), (left) => {
      if (left.length < 12) return null;
      const length = left.readUInt32BE(0) + 12;
      return { part: { name: left.subarray(4, 8), body: left.subarray(8, length - 4) }, length };
    }),
  ],
  wrap: (name, size, body) => {
    const [head, end] = [Buffer.alloc(4), Buffer.alloc(4)];
    head.writeUInt32BE(size >>> 0);
    end.writeUInt32BE(crc32(Buffer.concat([name, body])));
    return Buffer.concat([head, name, body, end]);
  },
};
