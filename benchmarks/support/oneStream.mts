// An encoder as the package uses it, against the same encoder with the same quality on one stream as ffmpeg runs it by default.
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { scenes } from '../sources/scenes.mts';
import type { Context, Outcome } from './benchmark.mts';
import { ffmpeg } from './ffmpeg.mts';
import { convert } from './job.mts';
import { compare, interleave, median } from './pair.mts';
import { similarity } from './similarity.mts';

export interface Encoding {
  name: string;
  codec: 'vp9' | 'av1';
  encoder: string;
  /** Its speed, keyframes and quality, as the package has them. */
  settings: readonly string[];
  picture: { width: number; height: number };
  seconds: number;
  rounds: number;
  bar: number;
  note: string;
}

const MOST_APART = 0.002;

/** Measures the pair. Its floor: the less of the processor time of both, shared out to all cores without a gap, against the time that one stream takes. */
export async function oneStream(
  { name, codec, encoder, settings, picture, seconds, rounds, bar, note }: Encoding,
  { binaries, folder }: Pick<Context, 'binaries' | 'folder'>,
): Promise<Outcome['results']> {
  const path = await scenes(binaries, folder, { ...picture, seconds });
  const theirs = join(folder, 'theirs.webm');
  let ours = '';
  const samples = await interleave(rounds, {
    ours: async () => {
      ours = await convert({ binaries, folder }, path, {
        kind: 'video',
        options: { format: 'webm', codec, quality: 'medium' },
      });
    },
    against: () =>
      ffmpeg(
        binaries,
        '-i',
        path,
        '-c:v',
        encoder,
        ...settings,
        '-pix_fmt',
        'yuv420p',
        '-c:a',
        'libopus',
        '-b:a',
        '112k',
        theirs,
      ),
  });
  const [alike = NaN, theirsAlike = NaN] = await Promise.all(
    [ours, theirs].map((made) => similarity(binaries, made, path)),
  );
  const what = `${seconds} s of ${picture.width} × ${picture.height} with ${encoder}, against one stream of ffmpeg with the same speed, keyframes and quality`;
  const wall = samples.against.map((sample) => sample.wall);
  const cpu = { ours: samples.ours.map((sample) => sample.cpu), against: samples.against.map((sample) => sample.cpu) };
  const floor = median(
    cpu.against.map(
      (used, round) => Math.min(used, cpu.ours[round] ?? Infinity) / availableParallelism() / (wall[round] ?? NaN),
    ),
  );
  return [
    compare({
      name,
      what,
      unit: 's',
      bar: { of: 'ratio', is: 'most', value: bar },
      floor,
      note: `${note}; floor ${floor.toFixed(2)}: the least processor time of both on all cores without a gap`,
      ours: samples.ours.map((sample) => sample.wall),
      against: wall,
    }),
    compare({ name: `${name} CPU`, what, unit: 'CPU s', bar: null, ...cpu }),
    compare({
      name: `${name} SSIM`,
      what: 'how far apart the similarities to the source are, of the same',
      unit: 'SSIM',
      bar: { of: 'ours', is: 'most', value: MOST_APART },
      ours: [Math.abs(alike - theirsAlike)],
      note: `ours ${alike.toFixed(4)}, against ${theirsAlike.toFixed(4)}`,
    }),
  ];
}
