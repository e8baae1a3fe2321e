import { loadSharp } from './loadSharp';

/** Our own drawing as a PNG file. Never for an SVG that came from elsewhere: it can name other files. */
export async function drawPng(svg: string, file: string): Promise<void> {
  const sharp = await loadSharp();
  await sharp(Buffer.from(svg)).png({ compressionLevel: 9, palette: true }).toFile(file);
}
