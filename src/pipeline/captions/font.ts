import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';

/** The font that comes along, for machines without one: bold letters of Latin, Greek, Cyrillic, Armenian, Georgian, Hebrew and Arabic script. */
export const FONT = { name: 'DejaVu Sans', file: 'DejaVuSans-Bold.ttf' };

/** The folder of a job that it is put into: the one place where ffmpeg looks for fonts beside those of the machine. */
export const FONT_FOLDER = 'media-jobs-font';

/** Puts the font that comes along into a folder, which is made where there is none. */
export async function putFont(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await copyFile(join(__dirname, 'font', FONT.file), join(folder, FONT.file));
}
