// What a sandbox costs a process: ffprobe on a small file, by the code that jobs run it by, with one and without.
import { runChild } from '../dist/src/pipeline/ffmpeg/child.js';
import { sandboxHere } from '../dist/src/pipeline/ffmpeg/sandbox.js';
import { fileInput } from '../dist/src/pipeline/plan/inputArgs.js';
import { clip } from './sources/clip.mts';
import type { Benchmark } from './support/benchmark.mts';
import { compare, interleave } from './support/pair.mts';

/** Milliseconds. */
const MOST = 15;
const ROUNDS = 51;

export const benchmark: Benchmark = {
  cheap: true,
  run: async ({ binaries, checking }) => {
    const { ffprobe } = binaries;
    const { why } = await sandboxHere([ffprobe.path], {});
    if (why !== null) throw new Error(`There is nothing to measure: ${why}`);
    const source = await clip(binaries, { name: 'small.mp4', width: 320, height: 180, seconds: 2 });
    const probe = async (setting: string) => {
      process.env.MEDIA_JOBS_SANDBOX = setting;
      let read = 0;
      const { code } = await runChild(ffprobe.path, ['-show_format', '-of', 'json', ...fileInput(source)], {
        signal: new AbortController().signal,
        onBytes: (bytes: Uint8Array) => (read += bytes.length),
      });
      if (code !== 0 || read === 0) throw new Error(`ffprobe ended with ${code ?? 'a signal'}`);
    };
    const before = process.env.MEDIA_JOBS_SANDBOX;
    const samples = await interleave(
      checking ? 5 : ROUNDS,
      { ours: () => probe('require'), against: () => probe('off') },
      { warm: true },
    );
    if (before === undefined) delete process.env.MEDIA_JOBS_SANDBOX;
    else process.env.MEDIA_JOBS_SANDBOX = before;
    const ms = (of: 'ours' | 'against') => samples[of].map(({ wall }) => 1000 * wall);
    return {
      results: [
        compare({
          name: 'sandbox',
          what: 'ffprobe on a clip of 2 s in a sandbox, against without',
          unit: 'ms',
          bar: { of: 'difference', is: 'most', value: MOST },
          ours: ms('ours'),
          against: ms('against'),
        }),
      ],
    };
  },
};
