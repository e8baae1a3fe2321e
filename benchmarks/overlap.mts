// A source that lies behind 100 Mbit/s is encoded while it is fetched: its time beside that of downloading it first.
import { cached } from './sources/cached.mts';
import type { Benchmark } from './support/benchmark.mts';
import { ffmpeg } from './support/ffmpeg.mts';
import { pair } from './support/pair.mts';
import { noise, run } from './support/remoteSource.mts';

const ROUNDS = 3;
const MOST = 0.75;
/** As much a second as a phone's 4K has, so that fetching takes about as long as encoding. */
const RECIPE = [...noise(20, '50M'), '-movflags', '+faststart'];
const JOB = { kind: 'video', options: { codec: 'h265', height: 240, quality: 'low' } } as const;

export const benchmark: Benchmark = {
  cheap: false,
  run: async ({ binaries, folder }) => {
    const path = await cached('overlap.mp4', RECIPE, (path) => ffmpeg(binaries, ...RECIPE, path));
    const result = await pair({
      name: 'overlap',
      what: 'encoding a source behind 100 Mbit/s while it is fetched, against downloading it first',
      rounds: ROUNDS,
      bar: { of: 'ratio', is: 'most', value: MOST },
      ours: () => run(path, folder, JOB, 'parts'),
      against: () => run(path, folder, JOB, 'download'),
    });
    return { results: [result] };
  },
};
