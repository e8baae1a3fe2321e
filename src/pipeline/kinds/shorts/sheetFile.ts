import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { drawPng } from '../../images/drawPng';
import { FILE_TYPES } from '../../media/formats';
import type { ProducedFile } from '../../storage/destination';
import type { contactSheet } from './contactSheet';

/** The picture of the analysis, beside the shorts. */
export const SHEET_FILE = 'contact-sheet.png';

/** Draws it into a folder. */
export async function drawSheet(
  folder: string,
  { svg, width, height }: ReturnType<typeof contactSheet>,
): Promise<ProducedFile> {
  const path = join(folder, SHEET_FILE);
  await drawPng(svg, path);
  return {
    file: SHEET_FILE,
    path,
    bytes: (await stat(path)).size,
    format: 'png',
    mime: FILE_TYPES.png.mime,
    width,
    height,
  };
}
