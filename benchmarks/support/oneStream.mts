// An encoder as the package uses it, against the same encoder with the same quality on one stream as ffmpeg runs it by default.
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { scenes } from '../sources/scenes.mts';
import type { Context, Outcome } from './benchmark.mts';
import { ffmpeg } from './ffmpeg.mts';
import { convert } from './job.mts';
import { compare, interleave } from './pair.mts';
import { similarity } from './similarity.mts';

export interface Encoding {
  name: string;
  codec: 'vp9' | 'av1';
  encoder: string;
  /** Its speed, keyframes and quality, as the package has them. */
  settings: readonly string[];
  height: number;
  seconds: number;
  rounds: number;
  bar: number;
  note: string;
}

const MOST_APART = 0.002;

/** Measures the pair. The last line is the least that it can take, whoever shares out the work: the processor time of one stream, on all cores. */
export async function oneStream({ name, codec, encoder, settings, height, seconds, rounds, bar, note }: Encoding, { binaries, folder }: Pick<Context, 'binaries' | 'folder'>): Promise<Outcome['results']> {
  const path = await scenes(binaries, folder, { height, seconds });
  const theirs = join(folder, 'theirs.webm');
  let ours = '';
  const samples = await interleave(rounds, {
    ours: async () => { ours = await convert({ binaries, folder }, path, { kind: 'video', options: { format: 'webm', codec, quality: 'medium' } }); },
    against: () => ffmpeg(binaries, '-i', path, '-c:v', encoder, ...settings, '-pix_fmt', 'yuv420p', '-c:a', 'libopus', '-b:a', '112k', theirs),
  });
  const [alike = NaN, theirsAlike = NaN] = await Promise.all([ours, theirs].map((made) => similarity(binaries, made, path)));
  const what = `${seconds} s of ${height}p with ${encoder}, against one stream of ffmpeg with the same speed, keyframes and quality`;
  const wall = samples.against.map((sample) => sample.wall);
  const cpu = { ours: samples.ours.map((sample) => sample.cpu), against: samples.against.map((sample) => sample.cpu) };
  return [
    compare({ name, what, unit: 's', bar: { of: 'ratio', is: 'most', value: bar }, note, ours: samples.ours.map((sample) => sample.wall), against: wall }),
    compare({ name: `${name} CPU`, what, unit: 'CPU s', bar: null, ...cpu }),
    compare({ name: `${name} SSIM`, what: 'how far apart the similarities to the source are, of the same', unit: 'SSIM', bar: { of: 'ours', is: 'most', value: MOST_APART }, ours: [Math.abs(alike - theirsAlike)], note: `ours ${alike.toFixed(4)}, against ${theirsAlike.toFixed(4)}` }),
    compare({ name: `${name} floor`, what: 'one stream, its processor time shared out to all cores, against its wall time', unit: 's', bar: null, ours: cpu.against.map((used) => used / availableParallelism()), against: wall, note: 'no way of sharing out the same work comes below this' }),
  ];
}
