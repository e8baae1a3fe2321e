// A GIF in one pass, against ffmpeg's way of two: a palette first, then the pictures with it.
import { join } from 'node:path';
import { scenes } from './sources/scenes.mts';
import type { Benchmark } from './support/benchmark.mts';
import { ffmpeg } from './support/ffmpeg.mts';
import { convert } from './support/job.mts';
import { compare, interleave } from './support/pair.mts';
import { similarity } from './support/similarity.mts';

const ROUNDS = 3;
const SECONDS = 6;
const [WIDTH, FPS, COLORS] = [480, 12, 128];
const JOB = { kind: 'animation', options: { format: 'gif', width: WIDTH, fps: FPS, start: 0, end: SECONDS } } as const;
/** With the matrix of the source named, as ours does it: ffmpeg takes another one for granted, and both would be compared in the wrong colours. */
const PICTURE = `fps=${FPS}:start_time=0,scale=${WIDTH}:-2:flags=bicubic,scale=in_color_matrix=bt709,format=rgb24`;

export const benchmark: Benchmark = {
  cheap: false,
  run: async ({ binaries, folder }) => {
    const path = await scenes(binaries, folder, { width: 1920, height: 1080, seconds: SECONDS });
    const [palette, theirs] = [join(folder, 'palette.png'), join(folder, 'theirs.gif')];
    const twoPasses = async () => {
      await ffmpeg(binaries, '-i', path, '-vf', `${PICTURE},palettegen=max_colors=${COLORS}`, palette);
      await ffmpeg(binaries, '-i', path, '-i', palette, '-lavfi', `${PICTURE}[x];[x][1:v]paletteuse`, theirs);
    };
    let ours = '';
    const samples = await interleave(
      ROUNDS,
      {
        ours: async () => {
          ours = await convert({ binaries, folder }, path, JOB);
        },
        against: twoPasses,
      },
      { warm: true },
    );
    const alike = await Promise.all(
      [ours, theirs].map((made) => similarity(binaries, made, path, { filter: PICTURE, pixelFormat: 'gbrp' })),
    );
    const what = `${SECONDS} s of 1080p as a GIF of ${WIDTH} pixels, ${FPS} frames per second and ${COLORS} colours, against palettegen and paletteuse in two runs`;
    const of = (figure: 'wall' | 'cpu') => ({
      ours: samples.ours.map((sample) => sample[figure]),
      against: samples.against.map((sample) => sample[figure]),
    });
    return {
      results: [
        compare({ name: 'gif', what, unit: 's', bar: { of: 'ratio', is: 'most', value: 0.9 }, ...of('wall') }),
        compare({ name: 'gif CPU', what, unit: 'CPU s', bar: null, ...of('cpu') }),
        compare({
          name: 'gif SSIM',
          what: 'similarity to the source, of the same',
          unit: 'SSIM',
          bar: { of: 'ratio', is: 'least', value: 1 },
          ours: alike.slice(0, 1),
          against: alike.slice(1),
        }),
      ],
    };
  },
};
