import { crc32, deflateSync } from 'node:zlib';

/**
 * Small files by hand that promise much. Each is well-formed as far as its numbers go; the numbers are the test's own.
 */

/** A sound file of so many bytes of silence. */
export interface CraftedWav {
  rate: number;
  channels: number;
  bits: 8 | 16 | 24 | 32;
  bytes: number;
}
export function wav({ rate, channels, bits, bytes }: CraftedWav): Buffer {
  const block = (channels * bits) / 8;
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + bytes, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(channels, 22);
  head.writeUInt32LE(rate, 24);
  head.writeUInt32LE((rate * block) % 2 ** 32, 28);
  head.writeUInt16LE(block, 32);
  head.writeUInt16LE(bits, 34);
  head.write('data', 36);
  head.writeUInt32LE(bytes, 40);
  return Buffer.concat([head, Buffer.alloc(bytes, bits === 8 ? 0x80 : 0)]);
}

/** Silence of 24 bits in blocks of 65,535 samples, each of some 40 bytes (RFC 9639). */
export interface CraftedFlac {
  rate: number;
  channels: number;
  blocks: number;
}
const BLOCK = 65_535;
export function flac({ rate, channels, blocks }: CraftedFlac): Buffer {
  const info = Buffer.alloc(34);
  info.writeUInt16BE(BLOCK, 0);
  info.writeUInt16BE(BLOCK, 2);
  // 20 bits rate, 3 channels less one, 5 bits a sample less one, 36 samples.
  const packed =
    (BigInt(rate) << 44n) | (BigInt(channels - 1) << 41n) | (23n << 36n) | (BigInt(blocks) * BigInt(BLOCK));
  info.writeBigUInt64BE(packed, 10);
  const frames = Array.from({ length: blocks }, (_, index) => {
    const start = Buffer.from([0xff, 0xf8, 0x70, ((channels - 1) << 4) | (6 << 1), ...utf8(index), 0xff, 0xfe]);
    const constant = Buffer.alloc(4 * channels);
    const frame = Buffer.concat([start, Buffer.from([crc(start, 8, 0x07)]), constant]);
    const check = Buffer.alloc(2);
    check.writeUInt16BE(crc(frame, 16, 0x8005));
    return Buffer.concat([frame, check]);
  });
  return Buffer.concat([Buffer.from('fLaC'), Buffer.from([0x80, 0, 0, 34]), info, ...frames]);
}

const utf8 = (number: number): number[] => [...Buffer.from(String.fromCodePoint(number))];

/** Bit by bit, the highest first. */
function crc(bytes: Buffer, width: number, polynomial: number): number {
  const top = 2 ** (width - 1);
  let rest = 0;
  for (const byte of bytes) {
    rest ^= byte << (width - 8);
    for (let bit = 0; bit < 8; bit++)
      rest = ((rest & top) === 0 ? rest << 1 : (rest << 1) ^ polynomial) & (2 ** width - 1);
  }
  return rest;
}

/** A canvas of which each picture draws one pixel. */
export interface CraftedAnimation {
  width: number;
  height: number;
  frames: number;
  /** Hundredths of a second in GIF, milliseconds in WebP and APNG. */
  delay: number;
}
export function gif({ width, height, frames, delay }: CraftedAnimation): Buffer {
  const head = Buffer.concat([Buffer.from('GIF89a'), le16(width), le16(height), Buffer.from([0x80, 0, 0])]);
  const colours = Buffer.from([0, 0, 0, 255, 255, 255]);
  const control = Buffer.concat([Buffer.from([0x21, 0xf9, 4, 4]), le16(delay), Buffer.from([0, 0])]);
  const picture = Buffer.from([0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0]);
  return Buffer.concat([head, colours, repeated(Buffer.concat([control, picture]), frames), Buffer.from(';')]);
}

/** @param pixel a WebP file without loss of one pixel */
export function webp({ width, height, frames, delay }: CraftedAnimation, pixel: Buffer): Buffer {
  const drawn = pixel.subarray(12);
  const size = Buffer.concat([le24(width - 1), le24(height - 1)]);
  const extended = riff('VP8X', Buffer.concat([Buffer.from([0x12, 0, 0, 0]), size]));
  const animated = riff('ANIM', Buffer.alloc(6));
  const head = Buffer.concat([le24(0), le24(0), le24(0), le24(0), le24(delay), Buffer.from([0])]);
  const picture = riff('ANMF', Buffer.concat([head, drawn]));
  const all = Buffer.concat([Buffer.from('WEBP'), extended, animated, repeated(picture, frames)]);
  return riff('RIFF', all);
}

export function apng({ width, height, frames, delay }: CraftedAnimation): Buffer {
  const head = Buffer.concat([be32(width), be32(height), Buffer.from([8, 0, 0, 0, 0])]);
  // Every row is one byte of filter and grey pixels.
  const first = deflateSync(Buffer.alloc(height * (width + 1)));
  const control = (sequence: number, wide: number, high: number) =>
    chunk(
      'fcTL',
      Buffer.concat([be32(sequence), be32(wide), be32(high), be32(0), be32(0), be16(delay), be16(1000), le16(0)]),
    );
  const pixel = deflateSync(Buffer.alloc(2));
  const others = Array.from({ length: frames - 1 }, (_, index) =>
    Buffer.concat([control(2 * index + 1, 1, 1), chunk('fdAT', Buffer.concat([be32(2 * index + 2), pixel]))]),
  );
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', head),
    chunk('acTL', Buffer.concat([be32(frames), be32(0)])),
    control(0, width, height),
    chunk('IDAT', first),
    ...others,
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

const repeated = (bytes: Buffer, times: number): Buffer => Buffer.alloc(bytes.length * times, bytes);

function riff(name: string, content: Buffer): Buffer {
  const size = Buffer.alloc(4);
  size.writeUInt32LE(content.length);
  return Buffer.concat([Buffer.from(name), size, content, Buffer.alloc(content.length % 2)]);
}

function chunk(name: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name), content]);
  return Buffer.concat([be32(content.length), named, be32(crc32(named))]);
}

const written = (bytes: number, write: (into: Buffer) => void): Buffer => {
  const into = Buffer.alloc(bytes);
  write(into);
  return into;
};
const le16 = (value: number) => written(2, (into) => into.writeUInt16LE(value));
const le24 = (value: number) => written(3, (into) => into.writeUIntLE(value, 0, 3));
const be16 = (value: number) => written(2, (into) => into.writeUInt16BE(value));
const be32 = (value: number) => written(4, (into) => into.writeUInt32BE(value));

/** A copy with a number written behind each place where a mark stands: a field of a box of MP4, or of an element of Matroska. */
export function overwritten(file: Buffer, mark: Buffer, at: number, value: Buffer): Buffer {
  const changed = Buffer.from(file);
  for (let place = changed.indexOf(mark); place >= 0; place = changed.indexOf(mark, place + 1))
    if (place + mark.length + at + value.length <= changed.length) value.copy(changed, place + mark.length + at);
  return changed;
}
