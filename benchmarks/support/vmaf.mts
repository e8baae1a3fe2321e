// What viewers would say of a picture, as libvmaf reckons it, where an ffmpeg here has it and its model.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import type { Binaries } from '../../dist/src/index.js';
import { installedPackages } from '../../dist/src/pipeline/ffmpeg/bundled.js';
import { ffmpeg } from './ffmpeg.mts';

/** Answers VMAF, 0–100 (100: no difference to be seen), of the first frame with the first, the second with the second and so on. */
export type Vmaf = (made: string, source: string) => Promise<number>;

const FRAMES = 'settb=1/1000,setpts=N,format=yuv420p';

async function score(path: string, ...inputs: string[]): Promise<number | null> {
  const { stderr } = await execa(
    path,
    [
      '-nostdin',
      '-hide_banner',
      ...inputs,
      '-lavfi',
      `[0:v]${FRAMES}[made];[1:v]${FRAMES}[source];[made][source]libvmaf`,
      '-f',
      'null',
      '-',
    ],
    { reject: false },
  );
  const found = /VMAF score[:=\s]+([\d.]+)/.exec(stderr)?.[1];
  return found === undefined ? null : Number(found);
}

/**
 * The way to measure it: by the ffmpeg in use, else by the bundled one; null where neither has libvmaf with a model it can read.
 * The ffmpeg in use decodes, since an old one with libvmaf need not know the codec. @param folder for what passes
 */
export async function findVmaf(binaries: Binaries, folder: string): Promise<Vmaf | null> {
  const pattern = ['-f', 'lavfi', '-i', 'testsrc2=s=320x180:d=0.2'];
  const candidates = [binaries.ffmpeg.path, await installedPackages.bundled('ffmpeg')].filter((path) => path !== null);
  for (const path of candidates) {
    if ((await score(path, ...pattern, ...pattern)) === null) continue;
    return async (...pictures) => {
      const decoded = pictures.map((_, index) => join(folder, `vmaf-${index}.y4m`));
      for (const [index, picture] of pictures.entries())
        await ffmpeg(binaries, '-i', picture, '-pix_fmt', 'yuv420p', decoded[index] ?? '');
      const found = await score(path, ...decoded.flatMap((file) => ['-i', file]));
      await Promise.all(decoded.map((file) => rm(file)));
      if (found === null) throw new Error(`No VMAF of ${pictures.join(' and ')}`);
      return found;
    };
  }
  return null;
}
