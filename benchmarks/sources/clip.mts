// Clips of moving patterns with grain and a tone, as long as wanted: ten seconds are made, and repeated.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import type { Binaries } from '../../dist/src/index.js';
import { ffmpeg } from '../support/ffmpeg.mts';
import { cached } from './cached.mts';

export interface ClipWish {
  width: number;
  height: number;
  seconds: number;
  /** Also says the container: mp4 or mov. */
  name: string;
}

const TURN = 10;

/** The path of such a clip: h264 and AAC, 30 pictures a second. */
export async function clip(binaries: Binaries, { width, height, seconds, name }: ClipWish): Promise<string> {
  const turn = [
    '-f',
    'lavfi',
    '-i',
    `testsrc2=s=${width}x${height}:r=30,noise=alls=8:allf=t`,
    '-f',
    'lavfi',
    '-i',
    'sine=r=48000',
    '-t',
    `${Math.min(TURN, seconds)}`,
    '-pix_fmt',
    'yuv420p',
    '-c:v',
    'libx264',
    '-preset',
    'superfast',
    '-crf',
    '23',
    '-g',
    '60',
    '-c:a',
    'aac',
  ];
  const repeat = (path: string) => [
    '-stream_loop',
    `${Math.max(0, Math.ceil(seconds / TURN) - 1)}`,
    '-i',
    path,
    '-t',
    `${seconds}`,
    '-c',
    'copy',
    '-movflags',
    '+faststart',
  ];
  return cached(name, [turn, repeat('')], async (path) => {
    const folder = await mkdtemp(join(tmpdir(), 'media-jobs-clip-'));
    try {
      const once = join(folder, `once${extname(name)}`);
      await ffmpeg(binaries, ...turn, once);
      await ffmpeg(binaries, ...repeat(once), path);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
}
