import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { webVtt } from '../../captions/captions';
import { SIDE_TYPES } from '../../media/formats';
import type { ImageFormat } from '../../media/formats';
import type { ProducedFile } from '../../storage/destination';
import { placeIn } from './layout';
import type { Layout } from './layout';
import type { Moment } from './moments';
import { pictureFile, spriteFile } from './plan';
import { LIST_FILE } from './schema';

/** The list as a file that is going to be made. */
export const LIST = { file: LIST_FILE, format: 'vtt', mime: SIDE_TYPES.vtt.mime, leads: true } as const;

/** Pure: which picture is shown when, as players read it: names of files, or a place in the sprite. @param sprite null: each picture is a file */
export const listOf = (moments: readonly Moment[], format: ImageFormat, sprite: Layout | null): string =>
  webVtt(
    moments.map(({ start, end }, index) => {
      if (sprite === null) return { start, end, text: pictureFile(index + 1, format) };
      const { left, top, width, height } = placeIn(sprite, index);
      return { start, end, text: `${spriteFile(format)}#xywh=${left},${top},${width},${height}` };
    }),
  );

/** Writes it into a folder. */
export async function writeList(folder: string, list: string): Promise<ProducedFile> {
  const path = join(folder, LIST.file);
  await writeFile(path, list);
  return { ...LIST, path, bytes: (await stat(path)).size };
}
