import { open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { bytesOf } from '../storage/bytes';
import { CLEARED, gifBlocks, HAS_TRANSPARENCY } from './gifBlocks';
import type { ClearPictures } from './operation';

/** Bytes of what says how a picture is shown: flags, how long, the number of a colour. */
const CONTROL_LENGTH = 4;
/** The colour that stands for transparency: ffmpeg's filter `palettegen` leaves the last one free for it. A picture of fewer colours has none of it. */
const LAST_COLOUR = 255;

/** Pixels that are less opaque (of 255) are transparent in a GIF: ffmpeg draws the line there. */
const OPAQUE = 128;

/** ffmpeg leaves a picture that is opaque, and with older builds each, under the next one, so that it shows through: here each is cleared, where one does. */
export async function clearPictures({ input, seen, output }: ClearPictures, within: string): Promise<void> {
  if (isOpaque(await readFile(join(within, seen), 'utf8'))) return;
  const path = join(within, input);
  const file = await open(path, 'r+');
  try {
    for await (const { is, flagsAt } of gifBlocks(await bytesOf(path))) {
      if (is !== 'control') continue;
      const { buffer } = await file.read(Buffer.alloc(CONTROL_LENGTH), 0, CONTROL_LENGTH, flagsAt);
      // A picture without transparency would be cleared to a colour.
      if (!(buffer.readUInt8(0) & HAS_TRANSPARENCY)) buffer.writeUInt8(LAST_COLOUR, CONTROL_LENGTH - 1);
      buffer.writeUInt8(CLEARED | HAS_TRANSPARENCY, 0);
      await file.write(buffer, 0, CONTROL_LENGTH, flagsAt);
    }
  } finally {
    await file.close();
  }
  await rename(path, join(within, output));
}

const isOpaque = (told: string): boolean =>
  told.split('\n').every((line) => !line.includes('=') || Number(line.slice(line.indexOf('=') + 1)) >= OPAQUE);
