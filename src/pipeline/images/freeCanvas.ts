import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Bytes } from '../storage/bytes';
import { bytesOf } from '../storage/bytes';
import { gifBlocks, HAS_TABLE, HAS_TRANSPARENCY, isTakenAway, TABLE_FLAGS } from './gifBlocks';
import type { GifBlock } from './gifBlocks';
import type { FreeCanvas } from './operation';

/** Most bytes by which a copy may be longer: a GIF can have as many pictures as it has dozens of bytes, and each gets a table of colours. */
const MOST_ADDED = 64 * 1024 * 1024;

/** Bytes that are read and written at once. */
const CHUNK = 1024 * 1024;

/**
 * Whether ffmpeg fills a part of a GIF's canvas with the colour of its background, as nobody else has done since the nineties: where its first picture leaves
 * something free, or one that is opaque is taken away. Other programs show nothing there. Reads the file once.
 */
export async function showsBackground(bytes: Bytes): Promise<boolean> {
  let header: GifBlock | null = null;
  let control: GifBlock | null = null;
  let [pictures, shows] = [0, false];
  for await (const block of gifBlocks(bytes)) {
    if (block.is === 'header') header = block;
    else if (block.is === 'control') control = block;
    else if (block.is === 'picture' && header !== null) {
      const isOpaque = control === null || !(control.flags & HAS_TRANSPARENCY);
      const leavesFree = (pictures === 0 && !covers(block, header)) || (control !== null && isTakenAway(control));
      shows ||= isOpaque && leavesFree;
      pictures++;
      control = null;
    }
  }
  return header !== null && header.table > 0 && shows && pictures * header.table <= MOST_ADDED;
}

const covers = ({ area: { left, top, width, height } }: GifBlock, { area: canvas }: GifBlock): boolean =>
  left === 0 && top === 0 && width >= canvas.width && height >= canvas.height;

/**
 * A copy of a GIF in which each picture has its colours beside it, and the whole file none: ffmpeg then knows no colour for the background, and leaves free what no
 * picture covers.
 */
export async function freeCanvas({ input, output }: FreeCanvas, within: string): Promise<void> {
  const bytes = await bytesOf(resolve(within, input));
  const file = await open(join(within, output), 'wx');
  try {
    const { copy, put, flush } = copying(bytes, file);
    let table = Buffer.alloc(0);
    let tableFlags = 0;
    let done = 0;
    for await (const block of gifBlocks(bytes)) {
      done = block.end;
      const { is, at, end, flagsAt, flags } = block;
      if (is === 'header') {
        table = await bytes.read(flagsAt + 3, block.table);
        tableFlags = flags & TABLE_FLAGS;
        await copy(at, flagsAt);
        await put(Buffer.from([flags & ~HAS_TABLE]));
        await copy(flagsAt + 1, flagsAt + 3);
      } else if (is === 'picture' && !(flags & HAS_TABLE)) {
        await copy(at, flagsAt);
        await put(Buffer.concat([Buffer.from([(flags & ~TABLE_FLAGS) | tableFlags]), table]));
        await copy(flagsAt + 1, end);
      } else await copy(at, end);
    }
    await copy(done, bytes.size);
    await flush();
  } finally {
    await file.close();
  }
}

/** Copies parts of one file into another, between pieces of our own. Both are read and written in large pieces: a GIF can have a million blocks. */
function copying(bytes: Bytes, to: FileHandle) {
  let window = { from: 0, bytes: Buffer.alloc(0) };
  let waiting: Buffer[] = [];
  let size = 0;
  const flush = async () => {
    await to.appendFile(Buffer.concat(waiting));
    [waiting, size] = [[], 0];
  };
  const put = async (piece: Buffer) => {
    waiting.push(piece);
    size += piece.length;
    if (size >= CHUNK) await flush();
  };
  const copy = async (from: number, end: number) => {
    for (let at = from; at < end;) {
      if (at < window.from || at >= window.from + window.bytes.length)
        window = { from: at, bytes: await bytes.read(at, CHUNK) };
      const piece = window.bytes.subarray(at - window.from, end - window.from);
      // A file that has become shorter meanwhile.
      if (piece.length === 0) return;
      await put(piece);
      at += piece.length;
    }
  };
  return { copy, put, flush };
}
