import { join } from 'node:path';
import { frameCode } from '../../support/frameCode';
import { BUNDLED_FFMPEG, runProgram } from '../../support/programs';

/** A clip to be made: numbered pictures, and a tone that lasts as long. */
export interface Numbered {
  name: string;
  /** Frames per second, as ffmpeg reads it. */
  rate: string;
  /** Number of the first one, and how many there are. */
  frames: readonly [from: number, count: number];
  size?: readonly [width: number, height: number];
  tone?: { hz: number; channels: number; sampleRate: number };
  /** Further arguments of its output. */
  also?: readonly string[];
}

/** Amplitude of ffmpeg's sine, as a root mean square. */
export const TONE = 0.125 / Math.SQRT2;

/** @returns its path, absolute */
export async function numbered(
  folder: string,
  { name, rate, frames: [from, count], size: [width, height] = [320, 180], tone, also = [] }: Numbered,
): Promise<string> {
  const file = join(folder, name);
  const [over = 1, under = 1] = rate.split('/').map(Number);
  const sine =
    tone &&
    `sine=frequency=${tone.hz}:sample_rate=${tone.sampleRate}:duration=${(count * under) / over},aformat=sample_fmts=fltp`;
  // Each channel as loud as the tone.
  const sides =
    tone && `pan=${tone.channels}c|${Array.from({ length: tone.channels }, (_, n) => `c${n}=c0`).join('|')}`;
  await runProgram(
    BUNDLED_FFMPEG,
    [
      ...['-v', 'error', '-y', '-f', 'rawvideo', '-pix_fmt', 'gray', '-s', '4x4', '-r', rate, '-i', '-'],
      ...(sine === undefined
        ? []
        : ['-f', 'lavfi', '-i', `${sine},${sides ?? 'anull'}`, '-map', '0:v', '-map', '1:a', '-c:a', 'aac']),
      ...['-vf', `scale=${width}:${height}:flags=neighbor`, '-c:v', 'libx264', '-preset', 'ultrafast', '-bf', '2'],
      ...['-pix_fmt', 'yuv420p', ...also, file],
    ],
    Buffer.concat(Array.from({ length: count }, (_, n) => frameCode(from + n))),
  );
  return file;
}
