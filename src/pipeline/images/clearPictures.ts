import { open, readFile, rename } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { ClearPictures } from './operation';

/** Bytes that are read at once: most blocks are smaller. */
const WINDOW = 65_536;

/** GIF89a: what begins an extension, a picture; the extension that says how one is shown. */
const EXTENSION = 0x21;
const PICTURE = 0x2c;
const CONTROL = 0xf9;
/** Bytes of that one's body: flags, how long the picture is shown, the number of a colour. */
const CONTROL_LENGTH = 4;
/** Flags of that one: the picture is cleared before the next, and one of its colours stands for transparency. */
const CLEARED = 2 << 2;
const HAS_TRANSPARENCY = 1;
/** That colour's number: ffmpeg's filter `palettegen` leaves the last one free for it. A picture of fewer colours has none of it. */
const LAST_COLOUR = 255;

/** Pixels that are less opaque (of 255) are transparent in a GIF: ffmpeg draws the line there. */
const OPAQUE = 128;

/** ffmpeg leaves a picture that is opaque, and with older builds each, under the next one, so that it shows through: here each is cleared, where one does. */
export async function clearPictures({ input, seen, output }: ClearPictures, within: string): Promise<void> {
  if (isOpaque(await readFile(join(within, seen), 'utf8'))) return;
  const path = join(within, input);
  const file = await open(path, 'r+');
  try {
    for await (const at of controls(await bytesOf(file))) {
      const { buffer } = await file.read(Buffer.alloc(CONTROL_LENGTH), 0, CONTROL_LENGTH, at);
      // A picture without transparency would be cleared to a colour.
      if (!(buffer.readUInt8(0) & HAS_TRANSPARENCY)) buffer.writeUInt8(LAST_COLOUR, CONTROL_LENGTH - 1);
      buffer.writeUInt8(CLEARED | HAS_TRANSPARENCY, 0);
      await file.write(buffer, 0, CONTROL_LENGTH, at);
    }
  } finally {
    await file.close();
  }
  await rename(path, join(within, output));
}

const isOpaque = (told: string): boolean =>
  told.split('\n').every((line) => !line.includes('=') || Number(line.slice(line.indexOf('=') + 1)) >= OPAQUE);

/** Reads one byte; 0 beyond the end. */
type ByteAt = (at: number) => Promise<number>;

async function bytesOf(file: FileHandle): Promise<{ size: number; byte: ByteAt }> {
  const { size } = await file.stat();
  const window = { from: 0, bytes: Buffer.alloc(0) };
  return {
    size,
    async byte(at) {
      if (at < window.from || at >= window.from + window.bytes.length) {
        const { buffer, bytesRead } = await file.read(Buffer.alloc(WINDOW), 0, WINDOW, at);
        Object.assign(window, { from: at, bytes: buffer.subarray(0, bytesRead) });
      }
      return window.bytes[at - window.from] ?? 0;
    },
  };
}

/** Where the body of each picture's graphic control extension lies. What follows something unknown is left out. */
async function* controls({ size, byte }: { size: number; byte: ByteAt }): AsyncGenerator<number> {
  let at = 13 + colours(await byte(10));
  while (at < size) {
    const block = await byte(at);
    if (block === EXTENSION) {
      if ((await byte(at + 1)) === CONTROL) yield at + 3;
      at += 2;
    } else if (block === PICTURE) at += 11 + colours(await byte(at + 9));
    else return;
    // Sub-blocks, each with its length, until one of none.
    for (let length = -1; length !== 0 && at < size; at += length + 1) length = await byte(at);
  }
}

/** Bytes of the table of colours that flags tell of. */
const colours = (flags: number): number => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);
