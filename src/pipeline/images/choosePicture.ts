import { existsSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { throwIfCancelled } from '../errors/cancelled';
import { loadSharp } from './loadSharp';
import type { ChoosePicture } from './operation';

/** What is told of a picture by what it looks like. */
export interface Look {
  /** Mean brightness and its standard deviation, 0–255. */
  brightness: number;
  contrast: number;
  /** Standard deviation of what the edges are: libvips' `stats` names it so. */
  sharpness: number;
}

/** Pixels of the longer side at which pictures are compared: noise is gone there, and a blur that can be seen is not. */
const SIDE = 480;
/** Darker than this it is all but black, and with less contrast of one colour, as at a fade. */
const DARK = 24;
const FLAT = 10;
/** The first picture that is so sharp, measured by the sharpest one, is taken: it is the nearest to the beginning. */
const ENOUGH = 0.75;

/** The index of the picture that stands best for a video; the first one where none is any good. */
export function bestOf(looks: readonly Look[]): number {
  const good = looks.map(({ brightness, contrast }) => brightness >= DARK && contrast >= FLAT);
  const isAny = good.includes(true);
  const sharpness = looks.map((look, index) => (good[index] === isAny ? look.sharpness : 0));
  const enough = ENOUGH * Math.max(...sharpness);
  return Math.max(
    0,
    sharpness.findIndex((value) => value > 0 && value >= enough),
  );
}

export async function choosePicture(
  { inputs, output }: ChoosePicture,
  folder: string,
  signal: AbortSignal,
): Promise<void> {
  const paths = inputs.map((name) => join(folder, name)).filter((path) => existsSync(path));
  const looks: Look[] = [];
  for (const path of paths) {
    throwIfCancelled(signal);
    looks.push(await lookOf(path));
  }
  const best = paths[bestOf(looks)];
  if (best === undefined) throw new Error('it holds no picture');
  await rename(best, join(folder, output));
}

async function lookOf(path: string): Promise<Look> {
  const sharp = await loadSharp();
  const small = await sharp(path)
    .resize({ width: SIDE, height: SIDE, fit: 'inside', withoutEnlargement: true })
    .greyscale()
    .png()
    .toBuffer();
  const { channels, sharpness } = await sharp(small).stats();
  const [grey] = channels;
  return { brightness: grey?.mean ?? 0, contrast: grey?.stdev ?? 0, sharpness };
}
