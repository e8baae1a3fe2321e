// How alike two pictures are, frame by frame.
import { execa } from 'execa';
import type { Binaries } from '../../dist/src/index.js';

/**
 * Structural similarity over all planes, 0–1 (1: identical), as ffmpeg's ssim filter tells it, of the first frame with the first, the second with the second and so on.
 * @param filter what the source went through before it was encoded @param pixelFormat what they are compared in
 */
export async function similarity(
  { ffmpeg: { path } }: Binaries,
  made: string,
  source: string,
  { filter = 'null', pixelFormat = 'yuv420p' } = {},
): Promise<number> {
  const frames = `settb=1/1000,setpts=N,format=${pixelFormat}`;
  const graph = `[0:v]${frames}[made];[1:v]${filter},${frames}[source];[made][source]ssim`;
  const { stderr } = await execa(path, [
    '-nostdin',
    '-hide_banner',
    '-i',
    made,
    '-i',
    source,
    '-lavfi',
    graph,
    '-f',
    'null',
    '-',
  ]);
  const found = /All:([\d.]+)/.exec(stderr)?.[1];
  if (found === undefined) throw new Error(`No similarity of ${made} and ${source}`);
  return Number(found);
}
