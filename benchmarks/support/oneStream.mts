// An encoder as the package uses it, against the same encoder with the same quality on one stream as ffmpeg runs it by default.
import { join } from 'node:path';
import { execa } from 'execa';
import { scenes } from '../sources/scenes.mts';
import type { Binaries } from '../../dist/src/index.js';
import type { Benchmark } from './benchmark.mts';
import { ffmpeg } from './ffmpeg.mts';
import { convert } from './job.mts';
import { compare, interleave } from './pair.mts';
import { similarity } from './similarity.mts';

export interface Encoding {
  name: string;
  codec: 'vp9' | 'av1';
  /** The best that this ffmpeg has is used, as the package does it. */
  encoders: Record<string, readonly string[]>;
  height: number;
  seconds: number;
  rounds: number;
  bar: number;
  note: string;
}

const MOST_APART = 0.002;

async function encoderOf({ ffmpeg: { path } }: Binaries, encoders: readonly string[]): Promise<string | undefined> {
  const { stdout } = await execa(path, ['-hide_banner', '-encoders']);
  return encoders.find((encoder) => new RegExp(`^ V...[^X].. ${encoder} `, 'm').test(stdout) || new RegExp(`^ V..[^X].. ${encoder} `, 'm').test(stdout));
}

export const oneStream = ({ name, codec, encoders, height, seconds, rounds, bar, note }: Encoding): Benchmark => ({
  cheap: false,
  run: async ({ binaries, folder }) => {
    const encoder = await encoderOf(binaries, Object.keys(encoders));
    if (encoder === undefined) return { results: [] };
    const path = await scenes(binaries, folder, { height, seconds });
    const theirs = join(folder, 'theirs.webm');
    let ours = '';
    const samples = await interleave(rounds, {
      ours: async () => { ours = await convert({ binaries, folder }, path, { kind: 'video', options: { format: 'webm', codec, quality: 'medium' } }); },
      against: () => ffmpeg(binaries, '-i', path, '-c:v', encoder, ...(encoders[encoder] ?? []), '-pix_fmt', 'yuv420p', '-c:a', 'libopus', '-b:a', '112k', theirs),
    });
    const [alike, theirsAlike] = await Promise.all([ours, theirs].map((made) => similarity(binaries, made, path)));
    const what = `${seconds} s of ${height}p with ${encoder}, against one stream of ffmpeg with the same speed, keyframes and quality`;
    const of = (figure: 'wall' | 'cpu') => ({ ours: samples.ours.map((sample) => sample[figure]), against: samples.against.map((sample) => sample[figure]) });
    const apart = Math.abs((alike ?? NaN) - (theirsAlike ?? NaN));
    return {
      results: [
        compare({ name, what, unit: 's', bar: { of: 'ratio', is: 'most', value: bar }, note, ...of('wall') }),
        compare({ name: `${name} CPU`, what, unit: 'CPU s', bar: null, ...of('cpu') }),
        compare({ name: `${name} SSIM`, what: 'how far apart the similarities to the source are, of the same', unit: 'SSIM', bar: { of: 'ours', is: 'most', value: MOST_APART }, ours: [apart], note: `ours ${alike?.toFixed(4)}, against ${theirsAlike?.toFixed(4)}` }),
      ],
    };
  },
});
