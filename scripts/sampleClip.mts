import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

export interface SampleClip {
  width: number;
  height: number;
  /** Length (s). */
  seconds: number;
  fps: number;
}

/** Makes a clip as a camera would write it: much too large for what it shows, with sound. @param ffmpeg the program */
export async function makeSampleClip(
  ffmpeg: string,
  path: string,
  { width, height, seconds, fps }: SampleClip,
): Promise<void> {
  const picture = `testsrc2=size=${width}x${height}:rate=${fps}:duration=${seconds},noise=alls=12:allf=t`;
  await promisify(execFile)(ffmpeg, [
    '-v',
    'error',
    '-y',
    '-f',
    'lavfi',
    '-i',
    picture,
    '-f',
    'lavfi',
    '-i',
    `sine=frequency=440:sample_rate=48000:duration=${seconds}`,
    '-c:v',
    'libx264',
    '-preset',
    'ultrafast',
    '-b:v',
    String(width * height * fps * 0.4),
    '-pix_fmt',
    'yuv420p',
    '-c:a',
    'aac',
    '-b:a',
    '192k',
    '-shortest',
    path,
  ]);
}
