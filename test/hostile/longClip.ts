import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BUNDLED_FFMPEG, runProgram } from '../support/programs';

export interface LongClips {
  /** 10 minutes, about 185 MB, a keyframe every 5 s; its index at the beginning, as web servers have it, and at the end, as cameras write it. */
  first: `/${string}`;
  last: `/${string}`;
  /** The same for 30 s (9 MB) in other containers, and sound of 5 MB. */
  short: Record<'mp4' | 'mov' | 'mkv' | 'ts' | 'avi' | 'flv' | 'wav' | 'mp3', `/${string}`>;
  remove(): Promise<void>;
}

/** Clips that are too large for fixtures. Ten seconds of noise and a tone are encoded once and then repeated, which takes as long as copying. */
export async function longClips(): Promise<LongClips> {
  const folder = await mkdtemp(join(tmpdir(), 'long-clips-'));
  const at = (name: string): `/${string}` => `/${join(folder, name).slice(1)}`;
  const ffmpeg = (...argv: string[]) => runProgram(BUNDLED_FFMPEG, ['-v', 'error', '-y', ...argv]);
  const ten = at('ten.mp4');
  await ffmpeg('-f', 'lavfi', '-i', 'testsrc2=s=640x360:r=25,noise=alls=60:allf=t', '-f', 'lavfi', '-i', 'sine', '-t', '10', '-pix_fmt', 'yuv420p',
    '-c:v', 'libx264', '-preset', 'ultrafast', '-b:v', '2300k', '-maxrate', '2300k', '-bufsize', '2300k', '-g', '125', '-c:a', 'aac', ten);
  const repeated = (times: number, name: string, ...how: string[]) => ffmpeg('-stream_loop', `${times - 1}`, '-i', ten, '-c', 'copy', ...how, at(name));
  await repeated(60, 'first.mp4', '-movflags', '+faststart');
  await repeated(60, 'last.mp4');
  await repeated(3, 'short.mp4', '-movflags', '+faststart');
  const containers = ['mov', 'mkv', 'ts', 'avi', 'flv'] as const;
  for (const name of containers) await ffmpeg('-i', at('short.mp4'), '-c', 'copy', at(`short.${name}`));
  await ffmpeg('-f', 'lavfi', '-i', 'anoisesrc=d=30:r=48000', '-ac', '2', at('short.wav'));
  await ffmpeg('-f', 'lavfi', '-i', 'anoisesrc=d=130:r=44100', '-b:a', '320k', at('short.mp3'));
  return {
    first: at('first.mp4'), last: at('last.mp4'),
    short: { mp4: at('short.mp4'), mov: at('short.mov'), mkv: at('short.mkv'), ts: at('short.ts'), avi: at('short.avi'), flv: at('short.flv'), wav: at('short.wav'), mp3: at('short.mp3') },
    remove: () => rm(folder, { recursive: true }),
  };
}
