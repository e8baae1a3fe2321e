import sharp from 'sharp';
import { Picture } from './picture';
import { probe, rotationOf } from './probe';
import { FFMPEG, runProgram } from './programs';

export { Picture } from './picture';
export type { Box, Rgb, Rgba } from './picture';

const RGBA = ['-f', 'rawvideo', '-pix_fmt', 'rgba', 'pipe:1'];

/** Which frame: the first that is shown at or after `time` (seconds from the start of the file), or the n-th from 0. */
export type Which = { time: number } | { frame: number };

/** Decodes with ffmpeg as a player does: rotation applied, but pixels as stored (not squared). A seek by `time` is fast, `frame` decodes all before it. */
export async function decodeFrame(path: string, which: Which = { frame: 0 }): Promise<Picture> {
  const seek = 'time' in which ? ['-ss', String(which.time)] : [];
  const select = 'frame' in which ? ['-vf', `select=eq(n\\,${which.frame})`] : [];
  const { stdout } = await runProgram(FFMPEG, [
    '-v',
    'error',
    '-nostdin',
    ...seek,
    '-i',
    path,
    '-map',
    '0:v:0',
    ...select,
    '-vsync',
    '0',
    '-frames:v',
    '1',
    ...RGBA,
  ]);
  if (stdout.length === 0) throw new Error(`${path} has no frame ${JSON.stringify(which)}`);
  const { width, height } = await shownSize(path);
  return new Picture(width, height, stdout);
}

/** Every frame in the order shown, none dropped or doubled, scaled to `width`×`height` so that long clips stay small. Their times: `frameTimes` of probe.ts. */
export async function decodeFrames(path: string, size: { width: number; height: number }): Promise<Picture[]> {
  const { stdout } = await runProgram(FFMPEG, [
    '-v',
    'error',
    '-nostdin',
    '-max_error_rate',
    '1',
    '-i',
    path,
    '-map',
    '0:v:0',
    '-vf',
    `scale=${size.width}:${size.height}:flags=area,settb=1/25,setpts=N`,
    '-r',
    '25',
    '-vsync',
    '0',
    ...RGBA,
  ]);
  const bytes = size.width * size.height * 4;
  return Array.from(
    { length: Math.floor(stdout.length / bytes) },
    (_, n) => new Picture(size.width, size.height, stdout.subarray(n * bytes, (n + 1) * bytes)),
  );
}

/** Decodes a still or animated picture with sharp, EXIF orientation applied as every viewer does. `page` counts from 0. */
export async function decodeImage(path: string, page = 0): Promise<Picture> {
  const opened = sharp(path, { page, limitInputPixels: 100_000_000 }).autoOrient().toColourspace('srgb').ensureAlpha();
  const { data, info } = await opened.raw().toBuffer({ resolveWithObject: true });
  return new Picture(info.width, info.height, data);
}

/** Number of pages of an animated picture and how long each is shown, in milliseconds. */
export async function pagesOf(path: string): Promise<{ pages: number; delays: number[] }> {
  const { pages = 1, delay = [] } = await sharp(path).metadata();
  return { pages, delays: delay };
}

async function shownSize(path: string): Promise<{ width: number; height: number }> {
  const { streams } = await probe(path);
  const stream = streams.find((candidate) => candidate.codec_type === 'video');
  if (!stream?.width || !stream.height) throw new Error(`${path} has no picture`);
  return rotationOf(stream) % 180 === 0
    ? { width: stream.width, height: stream.height }
    : { width: stream.height, height: stream.width };
}
