import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cached } from '../fixtures/cache';
import { ffmpeg } from '../fixtures/recipe';

export interface LongClips {
  /** 10 minutes, about 95 MB, a keyframe every 5 s; its index at the beginning, as web servers have it, and at the end, as cameras write it. */
  first: `/${string}`;
  last: `/${string}`;
  /** Of 30 s and 5 MB, more than is fetched as a whole; the last two, sound alone, are longer. */
  short: Record<'mp4' | 'mov' | 'mkv' | 'ts' | 'avi' | 'flv' | 'wav' | 'mp3', `/${string}`>;
}

/** Other recipes make other files. */
const cache = join(
  __dirname,
  '../../node_modules/.cache/media-jobs-long-clips',
  createHash('sha256').update(readFileSync(__filename)).digest('hex').slice(0, 16),
);

async function clip(name: string, ...argv: string[]): Promise<`/${string}`> {
  const file = await cached(cache, name, async (path) => {
    await ffmpeg([...argv, path]);
  });
  return `/${file.slice(1)}`;
}

/** Clips that are too large for fixtures. Ten seconds of noise and a tone are encoded once and then repeated, which takes as long as copying; they are kept for later runs. */
export async function longClips(): Promise<LongClips> {
  const ten = await clip(
    'ten.mp4',
    '-f',
    'lavfi',
    '-i',
    'testsrc2=s=640x360:r=25,noise=alls=60:allf=t',
    '-f',
    'lavfi',
    '-i',
    'sine',
    '-t',
    '10',
    '-pix_fmt',
    'yuv420p',
    '-c:v',
    'libx264',
    '-preset',
    'ultrafast',
    '-b:v',
    '1150k',
    '-maxrate',
    '1150k',
    '-bufsize',
    '1150k',
    '-g',
    '125',
    '-c:a',
    'aac',
    '-b:a',
    '128k',
  );
  const repeated = (times: number, name: string, ...how: string[]) =>
    clip(name, '-stream_loop', `${times - 1}`, '-i', ten, '-c', 'copy', ...how);
  const first = await repeated(60, 'first.mp4', '-movflags', '+faststart');
  const last = await repeated(60, 'last.mp4');
  const mp4 = await repeated(3, 'short.mp4', '-movflags', '+faststart');
  const copied = (name: string) => clip(`short.${name}`, '-i', mp4, '-c', 'copy');
  return {
    first,
    last,
    short: {
      mp4,
      mov: await copied('mov'),
      mkv: await copied('mkv'),
      ts: await copied('ts'),
      avi: await copied('avi'),
      flv: await copied('flv'),
      wav: await clip('short.wav', '-f', 'lavfi', '-i', 'anoisesrc=d=30:r=48000', '-ac', '2'),
      mp3: await clip('short.mp3', '-f', 'lavfi', '-i', 'anoisesrc=d=120:r=44100', '-b:a', '320k'),
    },
  };
}
