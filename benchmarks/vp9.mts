// VP9 with all cores at work.
import type { Benchmark } from './support/benchmark.mts';
import { oneStream } from './support/oneStream.mts';

const SETTINGS = ['-crf', '45', '-b:v', '0', '-deadline', 'good', '-cpu-used', '4', '-g', '240'];

export const benchmark: Benchmark = {
  cheap: false,
  run: async (context) => {
    const common = {
      codec: 'vp9',
      seconds: 32,
      rounds: 3,
      bar: 0.65,
      encoder: 'libvpx-vp9',
      settings: SETTINGS,
    } as const;
    return {
      results: [
        ...(await oneStream(
          {
            ...common,
            seconds: 48,
            name: 'vp9 upright',
            picture: { width: 404, height: 720 },
            note: 'in pieces side by side: libvpx shares out columns of 256 pixels and more, so below 512 it has one core at work',
          },
          context,
        )),
        ...(await oneStream(
          {
            ...common,
            name: 'vp9',
            picture: { width: 960, height: 540 },
            note: 'in pieces side by side; two columns keep 1.6 cores at work by themselves',
          },
          context,
        )),
      ],
    };
  },
};
