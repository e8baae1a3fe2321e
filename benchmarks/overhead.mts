// What a job costs beyond ffmpeg itself: 60 s of 1080p made 720p, beside the same by hand.
import { join } from 'node:path';
import { dryRun, fileSource, parseRequest } from '../dist/src/index.js';
import { clip } from './sources/clip.mts';
import type { Benchmark } from './support/benchmark.mts';
import { ffmpeg } from './support/ffmpeg.mts';
import { fileJob } from './support/job.mts';
import { compare, interleave } from './support/pair.mts';

const MOST = 1.03;
const ROUNDS = 5;
const JOB = { kind: 'video', options: { height: 720 } };

export const benchmark: Benchmark = {
  cheap: true,
  run: async ({ binaries, folder, checking }) => {
    const seconds = checking ? 4 : 60;
    const source = await clip(binaries, { name: 'overhead.mp4', width: 1920, height: 1080, seconds });
    // The bit rate that must not be exceeded follows from the source: by hand it is the same, so that the encoder has the same to do.
    const { plan } = await dryRun({
      request: parseRequest(JOB),
      source: fileSource(source),
      binaries,
      signal: new AbortController().signal,
    });
    const argv = plan[0]?.argv ?? [];
    const rate = argv[argv.indexOf('-maxrate') + 1] ?? '';
    const byHand = [
      '-i',
      source,
      '-vf',
      'scale=-2:720',
      '-c:v',
      'libx264',
      '-preset',
      'veryfast',
      '-profile:v',
      'high',
      '-crf',
      '24',
      '-maxrate',
      rate,
      '-bufsize',
      rate,
      '-c:a',
      'copy',
      '-movflags',
      '+faststart',
    ];
    const samples = await interleave(checking ? 1 : ROUNDS, {
      ours: () => fileJob(binaries, JOB, source, join(folder, 'ours.mp4')),
      against: () => ffmpeg(binaries, ...byHand, join(folder, 'raw.mp4')),
    });
    const what = `${seconds} s 1080p → 720p h264, against one ffmpeg command by hand`;
    const bar = { of: 'ratio', is: 'most', value: MOST } as const;
    return {
      results: [
        compare({
          name: 'overhead',
          what,
          unit: 's',
          bar,
          ours: samples.ours.map(({ wall }) => wall),
          against: samples.against.map(({ wall }) => wall),
        }),
        compare({
          name: 'overhead CPU',
          what,
          unit: 'CPU s',
          bar,
          ours: samples.ours.map(({ cpu }) => cpu),
          against: samples.against.map(({ cpu }) => cpu),
        }),
      ],
    };
  },
};
