import { createReadStream, createWriteStream } from 'node:fs';
import { open, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Size } from '../media/frame';
import type { TimeStill } from './operation';

/** Flags of VP8X, and that a picture replaces what was there before. */
const ALPHA = 0x10;
const ANIMATION = 0x02;
const REPLACES = 0x02;

/** Bytes of `RIFF`, a size and `WEBP`; of a chunk's name and size; and of the chunk `VP8X` as a whole. */
const FILE_HEADER = 12;
const CHUNK_HEADER = 8;
const VP8X = CHUNK_HEADER + 10;

/** A picture as a WebP holds it: its chunks lie from `at` to the end of the file. */
interface Still extends Size {
  hasAlpha: boolean;
  at: number;
  bytes: number;
}

/**
 * Makes a WebP of one picture an animation, in its place, which shows that picture for so many seconds (WebP container, RFC 9649). libwebp writes one that knows
 * no time where nothing moves. A file that is animated, or no WebP, is left as it is.
 */
export async function timeStill({ input, seconds, plays }: TimeStill, within: string): Promise<void> {
  const path = join(within, input);
  const still = await readStill(path);
  if (still === null) return;
  const timed = `${path}.timed`;
  await writeFile(timed, animationOf(still, Math.round(seconds * 1000), plays));
  await pipeline(createReadStream(path, { start: still.at }), createWriteStream(timed, { flags: 'a' }));
  await rename(timed, path);
}

async function readStill(path: string): Promise<Still | null> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const { buffer: head } = await file.read(Buffer.alloc(FILE_HEADER + VP8X), 0, FILE_HEADER + VP8X, 0);
    const isWebp = head.toString('latin1', 0, 4) === 'RIFF' && head.toString('latin1', 8, FILE_HEADER) === 'WEBP';
    const picture = isWebp ? pictureIn(head) : null;
    return picture && { ...picture, bytes: size - picture.at };
  } finally {
    await file.close();
  }
}

/** What the first chunk says of a picture that stands still. */
function pictureIn(head: Buffer): Omit<Still, 'bytes'> | null {
  const chunk = FILE_HEADER + CHUNK_HEADER;
  switch (head.toString('latin1', FILE_HEADER, FILE_HEADER + 4)) {
    case 'VP8X': {
      const flags = head.readUInt8(chunk);
      const size = { width: head.readUIntLE(chunk + 4, 3) + 1, height: head.readUIntLE(chunk + 7, 3) + 1 };
      return flags & ANIMATION ? null : { ...size, hasAlpha: (flags & ALPHA) !== 0, at: FILE_HEADER + VP8X };
    }
    case 'VP8L': {
      const bits = head.readUInt32LE(chunk + 1);
      const size = { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
      return { ...size, hasAlpha: ((bits >>> 28) & 1) === 1, at: FILE_HEADER };
    }
    case 'VP8 ': {
      const size = { width: head.readUInt16LE(chunk + 6) & 0x3fff, height: head.readUInt16LE(chunk + 8) & 0x3fff };
      return { ...size, hasAlpha: false, at: FILE_HEADER };
    }
    default:
      return null;
  }
}

/** All that stands before the picture's own chunks. */
function animationOf({ width, height, hasAlpha, bytes }: Still, milliseconds: number, plays: number): Buffer {
  const size = [...three(width - 1), ...three(height - 1)];
  const canvas = chunk('VP8X', [ANIMATION | (hasAlpha ? ALPHA : 0), 0, 0, 0, ...size]);
  const loop = chunk('ANIM', [0, 0, 0, 0, plays & 0xff, plays >> 8]);
  const frame = chunk('ANMF', [...three(0), ...three(0), ...size, ...three(milliseconds), REPLACES], bytes);
  const body = [Buffer.from('WEBP'), canvas, loop, frame];
  return Buffer.concat([
    header(
      'RIFF',
      body.reduce((sum, { length }) => sum + length, bytes),
    ),
    ...body,
  ]);
}

/** @param more bytes of it that follow */
const chunk = (name: string, content: readonly number[], more = 0): Buffer =>
  Buffer.concat([header(name, content.length + more), Buffer.from(content)]);

function header(name: string, size: number): Buffer {
  const bytes = Buffer.alloc(CHUNK_HEADER, name, 'latin1');
  bytes.writeUInt32LE(size, 4);
  return bytes;
}

const three = (value: number): number[] => [value & 0xff, (value >> 8) & 0xff, (value >> 16) & 0xff];
