// A part from the middle of ten minutes: found by seeking, where a plain command decodes all that is before it.
import { join } from 'node:path';
import { clip } from './sources/clip.mts';
import type { Benchmark } from './support/benchmark.mts';
import { ffmpeg } from './support/ffmpeg.mts';
import { fileJob } from './support/job.mts';
import { pair } from './support/pair.mts';

const MOST = 1 / 10;
const ROUNDS = 3;
const START = 300;
const LENGTH = 5;

export const benchmark: Benchmark = {
  cheap: false,
  run: async ({ binaries, folder }) => {
    const source = await clip(binaries, { name: 'trim.mp4', width: 1280, height: 720, seconds: 600 });
    const result = await pair({
      name: 'trim',
      what: `${LENGTH} s at ${START} s of ten minutes of 720p, against -ss after -i`,
      rounds: ROUNDS,
      bar: { of: 'ratio', is: 'most', value: MOST },
      ours: () =>
        fileJob(
          binaries,
          { kind: 'video', options: { start: START, end: START + LENGTH } },
          source,
          join(folder, 'ours.mp4'),
        ),
      against: () =>
        ffmpeg(
          binaries,
          '-i',
          source,
          '-ss',
          `${START}`,
          '-t',
          `${LENGTH}`,
          '-c:v',
          'libx264',
          '-preset',
          'veryfast',
          '-crf',
          '24',
          '-c:a',
          'aac',
          '-movflags',
          '+faststart',
          join(folder, 'raw.mp4'),
        ),
    });
    return { results: [result] };
  },
};
