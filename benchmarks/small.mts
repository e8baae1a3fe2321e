// What a job costs where the work itself is next to nothing: a clip of 2 s, in a process that has done such a job before.
import { join } from 'node:path';
import { execa } from 'execa';
import { clip } from './sources/clip.mts';
import type { Benchmark } from './support/benchmark.mts';
import { ffmpeg } from './support/ffmpeg.mts';
import { fileJob } from './support/job.mts';
import { compare, interleave, median } from './support/pair.mts';

/** Milliseconds beyond ffmpeg and two questions to ffprobe: one for the source, one for the result. */
const MOST = 40;
const ROUNDS = 25;
const JOB = { kind: 'video', options: { width: 160 } };

export const benchmark: Benchmark = {
  cheap: true,
  run: async ({ binaries, folder, checking }) => {
    const source = await clip(binaries, { name: 'small.mp4', width: 320, height: 180, seconds: 2 });
    const byHand = [
      '-i',
      source,
      '-vf',
      'scale=160:-2',
      '-c:v',
      'libx264',
      '-preset',
      'veryfast',
      '-profile:v',
      'high',
      '-crf',
      '24',
      '-c:a',
      'copy',
      '-movflags',
      '+faststart',
    ];
    const probe = (path: string) =>
      execa(binaries.ffprobe.path, ['-v', 'error', '-show_format', '-show_streams', '-of', 'json', path], {
        stdin: 'ignore',
      });
    const [ours, raw] = [join(folder, 'ours.mp4'), join(folder, 'raw.mp4')];
    const samples = await interleave(
      checking ? 3 : ROUNDS,
      {
        ours: () => fileJob(binaries, JOB, source, ours),
        raw: () => ffmpeg(binaries, ...byHand, raw),
        probes: async () => {
          await probe(source);
          await probe(raw);
        },
      },
      { warm: true },
    );
    const ms = (of: 'ours' | 'raw' | 'probes') => samples[of].map(({ wall }) => 1000 * wall);
    const [raws, probes] = [ms('raw'), ms('probes')];
    return {
      results: [
        compare({
          name: 'small',
          what: 'a 2 s clip through the whole pipeline, against ffmpeg and two runs of ffprobe by hand',
          unit: 'ms',
          bar: { of: 'difference', is: 'most', value: MOST },
          ours: ms('ours'),
          against: raws.map((time, index) => time + (probes[index] ?? NaN)),
          note: `ffmpeg by hand ${median(raws).toFixed(0)} ms, two runs of ffprobe ${median(probes).toFixed(0)} ms`,
        }),
      ],
    };
  },
};
