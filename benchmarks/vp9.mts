// VP9 with all cores at work.
import type { Benchmark } from './support/benchmark.mts';
import { oneStream } from './support/oneStream.mts';

export const benchmark: Benchmark = {
  cheap: false,
  run: async (context) => ({
    results: await oneStream({
      name: 'vp9', codec: 'vp9', height: 540, seconds: 32, rounds: 3, bar: 0.65, encoder: 'libvpx-vp9',
      settings: ['-crf', '45', '-b:v', '0', '-deadline', 'good', '-cpu-used', '4', '-g', '240'], note: 'in pieces side by side, since libvpx leaves cores idle',
    }, context),
  }),
};
