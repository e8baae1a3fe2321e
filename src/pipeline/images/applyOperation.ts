import { mkdir, writeFile } from 'node:fs/promises';
import type { Sharp } from 'sharp';
import { basename, join, resolve } from 'node:path';
import type { ImageFormat } from '../media/formats';
import { throwIfCancelled } from '../errors/cancelled';
import { choosePicture } from './choosePicture';
import { clearPictures } from './clearPictures';
import { decodeHeif } from './decodeHeif';
import { freeCanvas } from './freeCanvas';
import { frameSeconds, MAX_PIXELS } from './imageInfo';
import { loadSharp } from './loadSharp';
import type { ImageOperation, RenderImage, SplitAnimation } from './operation';
import { timeStill } from './timeStill';
import { mediaError } from '../errors/mediaError';
import { IMAGE_QUALITY } from './imageQuality';
import { writeWithin } from './withinBytes';

/**
 * Does one operation of a plan; taking an animation apart ends at the signal.
 * @param folder that its relative names are in @throws cancelled, disk_full, input_damaged
 */
export async function applyOperation(operation: ImageOperation, folder: string, signal: AbortSignal): Promise<void> {
  try {
    await carryOut(operation, folder, signal);
  } catch (error) {
    throwIfCancelled(signal);
    if (error instanceof Error && /ENOSPC|no space left|write error|unable to write/i.test(error.message))
      throw mediaError('disk_full', { where: '' }, error);
    throw mediaError(
      'input_damaged',
      {
        input: basename(operation.input),
        why: `the picture could not be read to its end (${error instanceof Error ? error.message.replace(/\n.*/s, '') : 'unknown'})`,
      },
      error,
    );
  }
}

function carryOut(operation: ImageOperation, folder: string, signal: AbortSignal): Promise<void> {
  switch (operation.do) {
    case 'render':
      return render(operation, folder);
    case 'split':
      return split(operation, folder, signal);
    case 'decode':
      return decodeHeif(operation, folder, signal);
    case 'choose':
      return choosePicture(operation, folder, signal);
    case 'time':
      return timeStill(operation, folder);
    case 'clear':
      return clearPictures(operation, folder);
    case 'free':
      return freeCanvas(operation, folder);
  }
}

/** Colours become sRGB (CMYK and wide gamuts too) and all tags go, the place of a photograph among them. */
async function render(
  { input, output, rotate = 0, flip = null, crop, scale, under, bars, format, quality, mostBytes }: RenderImage,
  within: string,
): Promise<void> {
  const sharp = await loadSharp();
  const path = resolve(within, input);
  let picture = sharp(path, { limitInputPixels: MAX_PIXELS, failOn: 'error' }).autoOrient();
  picture = turned(picture, rotate, flip);
  if (crop) picture = picture.extract(crop);
  if (scale) picture = picture.resize({ ...scale, fit: 'fill' });
  if (await isUnitGrey(picture, path)) picture = picture.linear(255, 0);
  if (under !== null) picture = picture.flatten({ background: under });
  if (bars)
    picture = picture.extend({
      left: bars.left,
      top: bars.top,
      right: bars.right,
      bottom: bars.bottom,
      background: bars.color ?? { r: 0, g: 0, b: 0, alpha: 0 },
    });
  picture = picture.toColourspace('srgb');
  const file = resolve(within, output);
  const encoded = {
    jpeg: (number: number) => picture.jpeg(OUTPUTS.jpeg(number)),
    png: () => picture.png(OUTPUTS.png()),
    webp: (number: number) => picture.webp(OUTPUTS.webp(number)),
    avif: (number: number) => picture.avif(OUTPUTS.avif(number)),
  }[format];
  const write = (number: number) => encoded(number).toFile(file);
  // png keeps every pixel.
  const best = format === 'png' ? 100 : IMAGE_QUALITY[format][quality];
  if (mostBytes === undefined || format === 'png') await write(best);
  else await writeWithin(mostBytes, best, file, write);
}

/** sharp mirrors before it turns, and cuts before it mirrors unless it turns as well: what is only mirrored is turned upside down, and mirrored the other way. */
function turned(picture: Sharp, rotate: number, flip: RenderImage['flip']): Sharp {
  if (!flip) return rotate === 0 ? picture : picture.rotate(rotate);
  const isOther = rotate !== 180;
  const isAcross = (flip === 'horizontal') !== isOther;
  const whole = picture.rotate(rotate === 0 ? 180 : rotate);
  return isAcross ? whole.flop() : whole.flip();
}

/** Whether a picture is grey in fractions of white, as a TIFF can be: libvips takes 1 for the darkest grey but black. Of colours it knows better. */
async function isUnitGrey(picture: Sharp, path: string): Promise<boolean> {
  const { depth, space } = await picture.metadata();
  if (depth !== 'float' || space !== 'b-w') return false;
  const sharp = await loadSharp();
  const { channels } = await sharp(path, { limitInputPixels: MAX_PIXELS }).stats();
  return channels.every(({ max }) => max <= 1);
}

/** png keeps every pixel at any level. */
const OUTPUTS = {
  jpeg: (number: number) => ({
    quality: number,
    mozjpeg: false,
    progressive: true,
    optimiseCoding: true,
  }),
  png: () => ({ compressionLevel: 9, adaptiveFiltering: true }),
  webp: (number: number) => ({ quality: number }),
  avif: (number: number) => ({ quality: number, effort: 2, chromaSubsampling: '4:2:0' }),
} satisfies Record<ImageFormat, (number: number) => object>;

/** The frames are read one by one: a whole animation at once could take gigabytes. */
async function split(
  { input: source, folder: frames, list, slowed }: SplitAnimation,
  within: string,
  signal: AbortSignal,
): Promise<void> {
  const sharp = await loadSharp();
  const [input, folder] = [resolve(within, source), resolve(within, frames)];
  await mkdir(folder, { recursive: true });
  const { pages = 1, delay } = await sharp(input, { animated: true, limitInputPixels: false }).metadata();
  const seconds = frameSeconds(delay, pages);
  const lines = ['ffconcat version 1.0'];
  for (const [page, duration] of seconds.entries()) {
    throwIfCancelled(signal);
    const name = `${String(page).padStart(6, '0')}.png`;
    await sharp(input, { page, pages: 1, limitInputPixels: MAX_PIXELS })
      .ensureAlpha()
      .png({ compressionLevel: 1 })
      .toFile(join(folder, name));
    lines.push(`file ${name}`, `duration ${(duration * slowed).toFixed(3)}`);
  }
  // The last entry's own length counts only when another follows.
  lines.push(`file ${String(pages - 1).padStart(6, '0')}.png`);
  await writeFile(resolve(within, list), lines.join('\n'));
}
