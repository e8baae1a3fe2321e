// A moving picture with sound for benchmarks of encoders: a shaking hand-held view with grain, a slow pan over fine detail, and a screen with hard edges.
import { join } from 'node:path';
import { ffmpeg } from '../support/ffmpeg.mts';
import type { Binaries } from '../../dist/src/index.js';
import { cached } from './cached.mts';

const FPS = 30;

/** What is seen, one after the other, each a third of the time; 1920×1080 pixels. */
const SCENES = [
  `color=c=gray:size=120x68:rate=${FPS},noise=c0s=100:c0_seed=5:c1s=40:c1_seed=6:c2s=40:c2_seed=8,scale=2240:1260:flags=bicubic[large];color=c=gray:size=480x270:rate=${FPS},noise=c0s=90:c0_seed=9,scale=2240:1260:flags=bicubic[small];[large][small]blend=all_mode=average,eq=contrast=2.5,crop=1920:1080:'150+60*sin(n/6)':'90+36*cos(n/5)',noise=c0s=5:c0f=t:c0_seed=3,setsar=1`,
  `mandelbrot=size=960x540:rate=${FPS}:maxiter=200:start_x=-0.7435:start_y=-0.1314:start_scale=0.05:end_scale=0.05:end_pts=1e6,scale=2880:1620:flags=bicubic,crop=1920:1080:200+3*n:100+2*n,eq=saturation=0.5:contrast=0.7,noise=c0s=4:c0f=t:c0_seed=11,setsar=1`,
  `testsrc2=size=1920x1080:rate=${FPS},drawgrid=width=16:height=9:thickness=1:color=black@0.4,setsar=1`,
];

/** An MP4 of H.264 and AAC, made once. @param folder for what passes @param width of 16:9, or less: the middle of it */
export async function scenes(
  binaries: Binaries,
  folder: string,
  { width, height, seconds }: { width: number; height: number; seconds: number },
): Promise<string> {
  const each = seconds / SCENES.length;
  const encoder = ['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '16', '-pix_fmt', 'yuv420p'];
  return cached('scenes.mp4', [SCENES, encoder, width, height, seconds], async (path) => {
    const parts = SCENES.map((_, index) => join(folder, `${index}.mp4`));
    for (const [index, scene] of SCENES.entries()) {
      await ffmpeg(
        binaries,
        '-f',
        'lavfi',
        '-i',
        scene,
        '-t',
        `${each}`,
        '-vf',
        `scale=-2:${height},crop=${width}:${height},setsar=1`,
        ...encoder,
        parts[index] ?? '',
      );
    }
    const joined = `${SCENES.map((_, index) => `[${index}:v]`).join('')}concat=n=${SCENES.length}[v]`;
    const sound = 'anoisesrc=a=0.05:c=pink:seed=1,tremolo=f=0.5:d=0.9,aformat=channel_layouts=stereo';
    await ffmpeg(
      binaries,
      ...parts.flatMap((part) => ['-i', part]),
      '-f',
      'lavfi',
      '-i',
      sound,
      '-filter_complex',
      joined,
      '-map',
      '[v]',
      '-map',
      `${SCENES.length}:a`,
      '-t',
      `${seconds}`,
      ...encoder,
      '-c:a',
      'aac',
      '-b:a',
      '128k',
      path,
    );
  });
}
